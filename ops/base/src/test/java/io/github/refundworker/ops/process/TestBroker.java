package io.github.refundworker.ops.process;

import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/**
 * One broker process for all tests of this JVM that want one, with the public topics, on ports that were free. Surefire
 * runs each class on its own, so a broker that JUnit closed would be started again for every class.
 */
public final class TestBroker implements BeforeAllCallback {

    public static final int TOPIC_PARTITIONS = 4;

    @Override
    public void beforeAll(ExtensionContext context) {
        address();
    }

    private static @Nullable StackAddress running;

    /** Where broker and, if a test starts one, worker listen. */
    public static synchronized StackAddress address() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** Six free ports in a row, below those that the system gives to outgoing connections. */
    public static StackAddress freePorts() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            StackAddress candidate =
                    StackAddress.withPortBase(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            if (IntStream.of(
                            candidate.broker(),
                            candidate.controller(),
                            candidate.simulator(),
                            candidate.worker(),
                            candidate.management(),
                            candidate.console())
                    .allMatch(TestBroker::isFree)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no six free ports in a row");
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

    private static StackAddress start() {
        try {
            StackAddress address = freePorts();
            Path directory = Files.createTempDirectory("refund-worker-broker");
            List<String> command = BrokerMain.command(Installation.here(), directory, address);
            Child child = unsupervised("broker", command, directory.resolve("broker.log"));
            child.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(child, directory), "end of the tests' broker"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Reachability.answers(address.bootstrap()));
            createTopics(address);
            return address;
        } catch (Exception e) {
            throw new IllegalStateException("no broker for the tests", e);
        }
    }

    private static void stop(Child child, Path directory) {
        child.stop(Duration.ofSeconds(10));
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
}
