package io.github.refundworker.ops.stack;

import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Formats the broker's storage if it is new, then runs the broker. Argument: the server's properties file. */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) {
        Path properties = Path.of(args[0]);
        int formatted = StorageTool.execute(
                new String[] {
                    "format",
                    "--ignore-formatted",
                    "--standalone",
                    "--cluster-id",
                    Uuid.randomUuid().toString(),
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
