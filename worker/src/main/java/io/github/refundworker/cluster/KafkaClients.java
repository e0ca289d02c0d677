package io.github.refundworker.cluster;

import io.github.refundworker.chargelog.LogProducer;
import io.github.refundworker.execute.ExecutorKafka;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;

/** Settings of the Kafka clients, from Spring Boot's {@code spring.kafka}. */
public final class KafkaClients {
    public static final int SESSION_TIMEOUT_MS = 10_000;
    public static final int HEARTBEAT_MS = ExecutorKafka.HEARTBEAT_MS;

    /**
     * Within this time the worker notices new partitions of the requests topic, and a wrong partition count of any
     * other.
     */
    private static final int METADATA_MAX_AGE_MS = 10_000;

    /**
     * A broker that is cut off or stopped answers nothing, and closes no connection. What was sent to it waits for so long,
     * although another broker leads its partitions after 9 s; 30 s by default.
     */
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final Map<String, Object> common;

    public KafkaClients(KafkaProperties properties, KafkaConnectionDetails connection) {
        Map<String, Object> config = new HashMap<>(properties.buildAdminProperties());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", connection.getBootstrapServers()));
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MS);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        SslBundle bundle = connection.getAdmin().getSslBundle();
        if (bundle != null) {
            // As Spring Boot passes it to the clients that it creates itself.
            config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class.getName());
            config.put(SslBundle.class.getName(), bundle);
        }
        config.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
        common = Map.copyOf(config);
    }

    /** Addresses of the brokers, and how to connect. */
    public Map<String, Object> common() {
        return common;
    }

    public Map<String, Object> intakeConsumer(String group, Instance instance) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.id());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "-" + instance.name());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Records of an aborted upstream transaction must not be read.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    public Map<String, Object> inputProducer(String clientId) {
        Map<String, Object> config = LogProducer.settings(common, 0);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        return config;
    }
}
