package io.github.refundworker.ops.ctl.options;

import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of verbs that need only the brokers, which may be any and not a local stack's. */
public final class ClusterOptions {

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the worker's topics begin with, its refunds.topics.prefix. Default: nothing.")
    private String prefix = "";

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "Settings of the Kafka clients, as Kafka's own tools take them, in UTF-8: who this is, by"
                    + " which secrets.")
    private @Nullable Path clientConfig;

    @Mixin
    private Common common = new Common();

    public boolean json() {
        return common.json;
    }

    /** @throws IllegalArgumentException if no topic's name can begin so */
    public String prefix() {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "--prefix: the name of a topic has letters of ASCII, digits, '.', '_' and '-', not '" + prefix
                            + "'");
        }
        return prefix;
    }

    /** @throws IOException if the file of settings cannot be read */
    public KafkaAccess access() throws IOException {
        String bootstrap = common.bootstrap();
        return clientConfig == null ? KafkaAccess.of(bootstrap) : KafkaAccess.of(bootstrap, clientConfig);
    }

    public Cluster cluster() throws IOException {
        return new Cluster(access(), prefix());
    }
}
