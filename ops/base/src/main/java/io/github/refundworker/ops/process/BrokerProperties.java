package io.github.refundworker.ops.process;

import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The configuration of a single broker that is its own controller. */
final class BrokerProperties {

    private BrokerProperties() {}

    /** Writes {@code server.properties} into the directory, which also takes the broker's data. */
    static Path write(Path directory, StackAddress address) {
        Path file = directory.resolve("server.properties");
        try {
            Files.createDirectories(directory);
            try (Writer writer = Files.newBufferedWriter(file)) {
                of(directory, address).store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static Properties of(Path directory, StackAddress address) {
        String controller = address.host() + ":" + address.controller();
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("controller.quorum.bootstrap.servers", controller);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("listeners", "PLAINTEXT://" + address.bootstrap() + ",CONTROLLER://" + controller);
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.setProperty("log.dirs", directory.resolve("data").toString());

        // The worker creates its topics with the settings they need; a topic made by accident would not have them.
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("num.partitions", "8");

        // One broker holds everything once.
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        // Fewer partitions to create and load, so a start takes less time.
        properties.setProperty("offsets.topic.num.partitions", "8");
        properties.setProperty("transaction.state.log.num.partitions", "8");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");

        // A transaction that follows another at once waits in the broker for its markers: 20 ms by default.
        properties.setProperty("add.partitions.to.txn.retry.backoff.ms", "2");

        // 128 MB by default, of a heap of 512.
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(64 << 20));
        return properties;
    }
}
