package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.utils.Time;

/** A broker that speaks SASL_SSL only, knows a few users by their passwords, and denies whatever is not allowed. */
public final class SecuredBroker implements AutoCloseable {
    public static final String ADMIN = "admin";
    private static final String MECHANISM = "SCRAM-SHA-512";

    private final String bootstrap = "127.0.0.1:" + freePort();
    private final Certificate certificate;
    private final Path directory;
    private final KafkaRaftServer server;

    /** @param users besides {@value #ADMIN}, who may do everything */
    public SecuredBroker(Path directory, List<String> users) {
        this.directory = directory;
        certificate = new Certificate(directory, "broker");
        Properties properties = properties("127.0.0.1:" + freePort());
        format(properties, users);
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        server.startup();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties(String controller) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.bootstrap.servers", controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "SASL_SSL://" + bootstrap + ",CONTROLLER://" + controller,
                "listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "SASL_SSL",
                "log.dirs", directory.resolve("data").toString(),
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0"));
        properties.putAll(Map.of(
                "offsets.topic.num.partitions", "5",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "5",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        properties.putAll(Map.of(
                "authorizer.class.name",
                WitnessingAuthorizer.class.getName(),
                // Whoever comes over the controllers' listener is the broker itself, without a name.
                "super.users",
                "User:" + ADMIN + ";User:ANONYMOUS",
                "sasl.enabled.mechanisms",
                MECHANISM,
                "sasl.mechanism.inter.broker.protocol",
                MECHANISM,
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                login(ADMIN)));
        properties.putAll(Map.of(
                "ssl.keystore.location", certificate.keystore.toString(),
                "ssl.keystore.password", Certificate.PASSWORD,
                "ssl.keystore.type", Certificate.TYPE));
        properties.putAll(trust());
        return properties;
    }

    private void format(Properties properties, List<String> users) {
        Path file = directory.resolve("server.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "format", "--standalone", "--cluster-id", "cmVmdW5kLXdvcmtlci0wMg", "--config", file.toString()));
        List<String> all = new ArrayList<>(users);
        all.add(ADMIN);
        for (String user : all) {
            arguments.add("--add-scram");
            arguments.add(MECHANISM + "=[name=" + user + ",password=" + password(user) + "]");
        }
        var said = new ByteArrayOutputStream();
        if (StorageTool.execute(arguments.toArray(String[]::new), new PrintStream(said, true, UTF_8)) != 0) {
            throw new IllegalStateException(said.toString(UTF_8));
        }
    }

    private Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.location", certificate.truststore.toString(),
                "ssl.truststore.password", Certificate.PASSWORD,
                "ssl.truststore.type", Certificate.TYPE);
    }

    private static String password(String user) {
        return "the-password-of-" + user;
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password(user) + "\";";
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** For Kafka's clients. */
    public Map<String, Object> client(String user) {
        Map<String, Object> config = new HashMap<>(trust());
        config.putAll(Map.of(
                "bootstrap.servers",
                bootstrap,
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(user)));
        return config;
    }

    /** For the worker; the password stands in a file. */
    public String[] worker(String user) {
        Path secrets = directory.resolve("secrets-" + user);
        try {
            Files.createDirectories(secrets);
            Files.writeString(secrets.resolve("spring.kafka.properties.sasl.jaas.config"), login(user) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> options = new ArrayList<>(certificate.bundle("brokers"));
        options.addAll(List.of(
                "--REFUNDS_SECRETS=" + secrets,
                "--spring.kafka.bootstrap-servers=" + bootstrap,
                "--spring.kafka.security.protocol=SASL_SSL",
                "--spring.kafka.ssl.bundle=brokers",
                "--spring.kafka.properties.sasl.mechanism=" + MECHANISM));
        return options.toArray(String[]::new);
    }

    /** Returns when the broker goes by it. */
    public void allow(Collection<AclBinding> permissions) {
        try (Admin admin = Admin.create(client(ADMIN))) {
            get(admin.createAcls(permissions).all());
            await().until(() -> known(admin).containsAll(permissions));
        }
    }

    /** Takes away what was allowed; returns when the broker goes by it. */
    public void forbid(Collection<AclBinding> permissions) {
        try (Admin admin = Admin.create(client(ADMIN))) {
            get(admin.deleteAcls(permissions.stream().map(AclBinding::toFilter).toList())
                    .all());
            await().until(() -> Collections.disjoint(known(admin), permissions));
        }
    }

    /** A broker is asked, who hears of them from its controller a moment later. */
    private static Collection<AclBinding> known(Admin admin) {
        return get(admin.describeAcls(AclBindingFilter.ANY).values());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
