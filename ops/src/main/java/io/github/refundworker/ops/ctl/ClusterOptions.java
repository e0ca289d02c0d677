package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.client.Cluster;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of verbs that do their work at the brokers alone, which need not be a local stack's. */
final class ClusterOptions {

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the worker's topics begin with, its refunds.topics.prefix. Default: nothing.")
    private String prefix = "";

    @Mixin
    private ClientConfig clientConfig = new ClientConfig();

    @Mixin
    private Common common = new Common();

    boolean json() {
        return common.json;
    }

    Cluster cluster() throws IOException {
        return new Cluster(clientConfig.access(common), prefix);
    }
}
