package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One broker process for all tests that want one, with the public topics, on ports that were free. */
public final class TestBroker implements BeforeAllCallback {

    public static final int TOPIC_PARTITIONS = 4;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestBroker.class))
                .computeIfAbsent(Running.class, unused -> Running.start(), Running.class);
    }

    private static volatile @Nullable Running running;

    /** Where broker and, if a test starts one, worker listen. */
    public static StackAddress address() {
        return Objects.requireNonNull(running, "the test is not extended with TestBroker").address;
    }

    /** Five free ports in a row, below those that the system gives to outgoing connections. */
    public static StackAddress freePorts() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            StackAddress candidate =
                    StackAddress.withPortBase(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            if (IntStream.of(
                            candidate.broker(),
                            candidate.controller(),
                            candidate.simulator(),
                            candidate.worker(),
                            candidate.management())
                    .allMatch(TestBroker::isFree)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no five free ports in a row");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(StackAddress.LOOPBACK))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** A child that only has to be alive; its owner hears nothing. */
    static Child unsupervised(String name, List<String> command, Path log) {
        return new Child(name, command, log, new Child.Listener() {
            @Override
            public void restarting(Child child, int exitCode) {}

            @Override
            public void gaveUp(Child child, int exitCode) {}
        });
    }

    private record Running(StackAddress address, Child child) implements AutoCloseable {

        static Running start() {
            try {
                StackAddress address = freePorts();
                Path directory = Files.createTempDirectory("refund-worker-broker");
                StackOptions options = new StackOptions(address, StackOptions.Provider.IN_PROCESS, false, false, null);
                Child child = unsupervised(
                        "broker",
                        new StackCommands(Installation.here(), options, directory).broker(),
                        directory.resolve("broker.log"));
                child.start();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> Reachability.answers(address.bootstrap()));
                createTopics(address);
                running = new Running(address, child);
                return running;
            } catch (Exception e) {
                throw new IllegalStateException("no broker for the tests", e);
            }
        }

        private static void createTopics(StackAddress address) throws Exception {
            try (Admin admin =
                    Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) address.bootstrap()))) {
                admin.createTopics(List.of(
                                topic(Topics.REFUND_REQUESTS),
                                topic("refund-inputs"),
                                topic(Topics.REFUND_STATUS),
                                topic(Topics.CHARGE_BALANCES)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
        }

        private static NewTopic topic(String name) {
            return new NewTopic(name, TOPIC_PARTITIONS, (short) 1);
        }

        @Override
        public void close() {
            child.stop(Duration.ofSeconds(10));
        }
    }
}
