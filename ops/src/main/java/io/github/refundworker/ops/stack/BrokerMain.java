package io.github.refundworker.ops.stack;

import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Formats the broker's storage if it is new, then runs the broker. Argument: the server's properties file. */
public final class BrokerMain {

    /** Always the same: formatting again under another id is an error, under the same it is skipped. */
    private static final String CLUSTER_ID = "cmVmdW5kLXdvcmtlci0wMQ";

    private BrokerMain() {}

    public static void main(String[] args) {
        Path properties = Path.of(args[0]);
        int formatted = StorageTool.execute(
                new String[] {
                    "format",
                    "--ignore-formatted",
                    "--standalone",
                    "--cluster-id",
                    CLUSTER_ID,
                    "--config",
                    properties.toString()
                },
                System.out);
        if (formatted != 0) {
            System.exit(formatted);
        }
        Kafka.main(new String[] {properties.toString()});
    }
}
