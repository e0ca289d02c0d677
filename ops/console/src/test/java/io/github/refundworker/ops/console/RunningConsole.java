package io.github.refundworker.ops.console;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.console.feed.Feed;
import io.github.refundworker.ops.console.feed.Freshness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The console in this process. */
final class RunningConsole implements AutoCloseable {

    static final String KEY = "a-key-for-tests-of-the-console";

    final ConfigurableApplicationContext context;
    final URI uri;

    private RunningConsole(ConfigurableApplicationContext context, int port) {
        this.context = context;
        this.uri = URI.create("http://127.0.0.1:" + port);
    }

    /** In the profile local, with its database in memory under that name. */
    static RunningConsole local(TestTopics topics, String database, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--spring.profiles.active=local");
        if (all.stream().noneMatch(option -> option.startsWith("--console.login.local-key"))) {
            all.add("--console.login.local-key=" + KEY);
        }
        return start(topics, database, freePort(), all);
    }

    static RunningConsole start(TestTopics topics, String database, int port, List<String> options) {
        return start(topics.access, topics.names, database, port, options);
    }

    static RunningConsole start(KafkaAccess access, TopicNames names, String database, int port, List<String> options) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--console.kafka.bootstrap=" + access.bootstrap(),
                "--console.kafka.prefix=" + names.prefix(),
                "--console.live-interval=200ms",
                "--logging.level.root=WARN"));
        all.addAll(options);
        if (options.stream().noneMatch(option -> option.startsWith("--spring.datasource.url"))) {
            all.add("--spring.datasource.url=" + url(database));
        }
        return new RunningConsole(ConsoleApplication.builder().run(all.toArray(String[]::new)), port);
    }

    /** In memory, or on the PostgreSQL server that {@code CONSOLE_TEST_POSTGRES} names by the URL of one of its databases. */
    private static String url(String database) {
        String server = System.getenv("CONSOLE_TEST_POSTGRES");
        if (server == null) {
            return "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
        }
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("select 1 from pg_database where datname = '" + database + "'")
                    .next()) {
                statement.execute("create database \"" + database + "\"");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    Freshness freshness() {
        return context.getBean(Feed.class).freshness();
    }

    /** Waits until all that was written before is copied. */
    void awaitCurrent() {
        Instant now = Instant.now();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            Freshness freshness = freshness();
            Long behind = freshness.behind();
            return freshness.asOf().isAfter(now) && behind != null && behind == 0;
        });
    }

    @Override
    public void close() {
        context.close();
    }
}
