package io.github.refundworker.ops.client;

import io.github.refundworker.chargelog.LogProducer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The addresses of the brokers, and how to connect.
 *
 * @param bootstrap {@code HOST:PORT}, or several with commas
 * @param settings of every client, above all security for a principal of its own
 */
public record KafkaAccess(String bootstrap, Map<String, String> settings) {

    public static final Duration READ_LIMIT = Duration.ofSeconds(8);

    public KafkaAccess {
        settings = Map.copyOf(settings);
    }

    public static KafkaAccess of(String bootstrap) {
        return new KafkaAccess(bootstrap, Map.of());
    }

    /**
     * With the settings of a properties file, as Kafka's own tools take it, but in UTF-8 like all else.
     *
     * @throws IOException if it cannot be read, or is not UTF-8
     */
    public static KafkaAccess of(String bootstrap, Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return new KafkaAccess(bootstrap, settings);
    }

    /** The same for a program that brokers know by another name than refundctl. */
    public KafkaAccess as(String clientId) {
        Map<String, String> named = new HashMap<>(settings);
        named.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return new KafkaAccess(bootstrap, named);
    }

    /** The settings of a client, to which its own are added. */
    public Map<String, Object> client() {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, "refundctl");
        return config;
    }

    /**
     * Reads committed records of what it is assigned; it is of no group, and leaves nothing behind. An answer that takes
     * longer than {@link #READ_LIMIT} is a {@link org.apache.kafka.common.errors.TimeoutException}.
     */
    public KafkaConsumer<byte[], byte[]> reader() {
        Map<String, Object> config = client();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        // Closing waits for a fetch that waits for more to come: half a second by default.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(READ_LIMIT.toMillis()));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Writes what all in-sync replicas must have, and gives up after a while.
     *
     * @param more settings of its own
     */
    public KafkaProducer<byte[], byte[]> writer(Duration limit, Map<String, Object> more) {
        int millis = Math.toIntExact(limit.toMillis());
        Map<String, Object> config = LogProducer.settings(client(), 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        config.putAll(more);
        return new KafkaProducer<>(config);
    }
}
