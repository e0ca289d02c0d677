package io.github.refundworker.ops.process;

import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Formats the broker's storage if it is new, then runs the broker. Argument: the server's properties file. */
public final class BrokerMain {

    /** Always the same: formatting again under another id is an error, under the same it is skipped. */
    private static final String CLUSTER_ID = "cmVmdW5kLXdvcmtlci0wMQ";

    private BrokerMain() {}

    /**
     * The command that runs a single broker on a tether. A heap that may shrink does, and is then collected several
     * times a second.
     *
     * @param directory of its configuration and its data
     */
    public static List<String> command(Installation installation, Path directory, StackAddress address) {
        return installation.tool(
                List.of("-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-Drefunds.log=INFO"),
                BrokerMain.class.getName(),
                List.of(BrokerProperties.write(directory, address).toString()));
    }

    public static void main(String[] args) throws IOException {
        Path properties = Path.of(args[0]);
        List<String> format = new ArrayList<>(
                List.of("format", "--ignore-formatted", "--cluster-id", CLUSTER_ID, "--config", properties.toString()));
        if (!namesItsControllers(properties)) {
            format.add("--standalone");
        }
        int formatted = StorageTool.execute(format.toArray(String[]::new), System.out);
        if (formatted != 0) {
            System.exit(formatted);
        }
        Kafka.main(new String[] {properties.toString()});
    }

    /** A broker of a cluster does; a single one forms its own quorum when its storage is formatted. */
    private static boolean namesItsControllers(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties.containsKey("controller.quorum.voters");
    }
}
