package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who this is at the brokers. */
public final class ClientConfig {

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description =
                    "Settings of the Kafka clients, as Kafka's own tools take them: who this is, by which secrets.")
    private @Nullable Path file;

    /** @throws IOException if the file cannot be read */
    public KafkaAccess access(Common common) throws IOException {
        common.stack();
        return file == null ? KafkaAccess.of(common.bootstrap) : KafkaAccess.of(common.bootstrap, file);
    }
}
