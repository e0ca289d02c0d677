package io.github.refundworker.ops.bench;

import io.github.refundworker.contracts.Topics;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The usual design: one thread a partition takes a request, writes it to PostgreSQL, calls the provider and waits,
 * writes the outcome and publishes it. It is right only while nothing fails: it does not handle a crash between the
 * call and the second transaction, an unclear answer, or a status that is lost after the commit.
 */
public final class BlockingListener implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrap;
    private final long providerMillis;
    private final Connection database;
    private final KafkaProducer<byte[], byte[]> producer;

    private BlockingListener(String bootstrap, String database, long providerMillis) throws SQLException {
        this.bootstrap = bootstrap;
        this.providerMillis = providerMillis;
        this.database = DriverManager.getConnection(database);
        this.database.setAutoCommit(false);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @param args where the broker is, the JDBC URL of the database, how many milliseconds a call takes */
    public static void main(String[] args) throws Exception {
        Contender.LISTENER.createTopics(args[0], Topics.REFUND_REQUESTS, Topics.REFUND_STATUS);
        try (Connection connection = DriverManager.getConnection(args[1]);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS charges (id text PRIMARY KEY, captured numeric NOT NULL,"
                    + " refunded numeric NOT NULL DEFAULT 0)");
            statement.execute("CREATE TABLE IF NOT EXISTS refunds (id text PRIMARY KEY, charge_id text NOT NULL"
                    + " REFERENCES charges, amount numeric NOT NULL, status text NOT NULL)");
        }
        for (int i = 0; i < Contender.PARTITIONS; i++) {
            BlockingListener listener = new BlockingListener(args[0], args[1], Long.parseLong(args[2]));
            Thread.ofPlatform().name("listener-" + i).start(listener::listen);
        }
    }

    private void listen() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrap,
                "group.id",
                "bench-listener",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest");
        try (this;
                var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Contender.LISTENER.requests()));
            while (true) {
                var batch = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> request : batch) {
                    refund(request);
                }
                if (!batch.isEmpty()) {
                    producer.flush();
                    consumer.commitSync();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refund(ConsumerRecord<byte[], byte[]> request) throws SQLException, InterruptedException {
        String requestId = Contender.property(request.value(), "requestId");
        String chargeId = Contender.text(request.key());
        BigDecimal amount = new BigDecimal(Contender.property(request.value(), "amount"));
        if (!accept(requestId, chargeId, amount)) {
            return;
        }
        if (providerMillis > 0) {
            TimeUnit.MILLISECONDS.sleep(providerMillis);
        }
        succeed(requestId, chargeId, amount);
        producer.send(Contender.LISTENER.succeeded(request.key(), requestId));
    }

    /** @return false if it was asked for before, or the charge has no more room */
    private boolean accept(String requestId, String chargeId, BigDecimal amount) throws SQLException {
        update("INSERT INTO charges VALUES (?, 200.00) ON CONFLICT DO NOTHING", chargeId);
        boolean fits;
        try (PreparedStatement select =
                database.prepareStatement("SELECT captured - refunded FROM charges WHERE id = ? FOR UPDATE")) {
            select.setString(1, chargeId);
            try (ResultSet row = select.executeQuery()) {
                fits = row.next() && row.getBigDecimal(1).compareTo(amount) >= 0;
            }
        }
        boolean isNew = fits
                && update(
                                "INSERT INTO refunds VALUES (?, ?, ?, 'PENDING') ON CONFLICT DO NOTHING",
                                requestId,
                                chargeId,
                                amount)
                        == 1;
        database.commit();
        return isNew;
    }

    private void succeed(String requestId, String chargeId, BigDecimal amount) throws SQLException {
        update("UPDATE refunds SET status = 'SUCCEEDED' WHERE id = ?", requestId);
        update("UPDATE charges SET refunded = refunded + ? WHERE id = ?", amount, chargeId);
        database.commit();
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        producer.close(Duration.ofSeconds(1));
        database.close();
    }
}
