package io.github.refundworker.ops.bench;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The lower bound: the worker's hops, transactions and records, with the worker's sizes, but without a decision, a
 * store or a call. Any additional time of the worker is its own; the rest is the brokers' and the clients'.
 */
public final class PassThrough {

    private static final Contender SELF = Contender.PASS_THROUGH;

    /** As the worker's shortest pause between two commits. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final Duration OFFSETS = Duration.ofMillis(500);
    private static final Duration IDLE = Duration.ofMillis(100);

    private static final String INPUTS = TopicNames.BARE.inputs();
    private static final String COMMANDS = "refund-commands";
    private static final String BALANCES = Topics.CHARGE_BALANCES;
    private static final String CHARGES = "charges-changelog";
    private static final String DUE = "due-changelog";

    /** Of the worker's records, by what they take on the broker beside key and headers. */
    private static final int COMMAND_BYTES = 350;

    private static final int BALANCE_BYTES = 200;
    private static final int CHARGE_BYTES = 220;
    private static final int DUE_BYTES = 40;

    private final String bootstrap;

    private PassThrough(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** @param args where the broker is */
    public static void main(String[] args) throws Exception {
        SELF.createTopics(
                args[0], Topics.REFUND_REQUESTS, Topics.REFUND_STATUS, INPUTS, COMMANDS, BALANCES, CHARGES, DUE);
        PassThrough passThrough = new PassThrough(args[0]);
        Thread.ofPlatform().name("intake").start(() -> passThrough.forward(Topics.REFUND_REQUESTS, "request"));
        Thread.ofPlatform().name("execute").start(() -> passThrough.forward(COMMANDS, "answer"));
        Thread.ofPlatform().name("decide").start(passThrough::decide);
    }

    /** Puts each record on the inputs, as it is. */
    private void forward(String topic, String kind) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic);
                KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            long committed = System.nanoTime();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(IDLE)) {
                    ProducerRecord<byte[], byte[]> input =
                            new ProducerRecord<>(SELF.topic(INPUTS), record.key(), record.value());
                    input.headers().add("kind", Contender.bytes(kind));
                    producer.send(input);
                }
                if (System.nanoTime() - committed > OFFSETS.toNanos()) {
                    producer.flush();
                    consumer.commitAsync();
                    committed = System.nanoTime();
                }
            }
        }
    }

    private void decide() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(INPUTS);
                KafkaProducer<byte[], byte[]> producer =
                        producer(Map.of("transactional.id", "bench-pass-through", "retry.backoff.ms", 10))) {
            producer.initTransactions();
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            long committed = System.nanoTime();
            while (true) {
                long left = committed + PAUSE_NANOS - System.nanoTime();
                Duration wait =
                        offsets.isEmpty() ? IDLE : Duration.ofMillis(Math.ceilDiv(Math.max(0, left), 1_000_000));
                for (ConsumerRecord<byte[], byte[]> input : consumer.poll(wait)) {
                    if (offsets.isEmpty()) {
                        producer.beginTransaction();
                    }
                    offsets.put(
                            new TopicPartition(input.topic(), input.partition()),
                            new OffsetAndMetadata(input.offset() + 1));
                    consequences(producer, input);
                }
                if (!offsets.isEmpty() && System.nanoTime() - committed >= PAUSE_NANOS) {
                    producer.flush();
                    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                    producer.commitTransaction();
                    offsets.clear();
                    committed = System.nanoTime();
                }
            }
        }
    }

    private static void consequences(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> input) {
        byte[] key = input.key();
        String requestId = Contender.property(input.value(), "requestId");
        if (Contender.text(input.headers().lastHeader("kind").value()).equals("request")) {
            producer.send(SELF.status(EventTypes.CREATED, key, requestId, "PENDING", 1));
            producer.send(filled(COMMANDS, key, input.value(), COMMAND_BYTES));
        } else {
            producer.send(SELF.succeeded(key, requestId));
        }
        producer.send(filled(BALANCES, key, key, BALANCE_BYTES));
        producer.send(filled(CHARGES, key, key, CHARGE_BYTES));
        producer.send(filled(DUE, key, key, DUE_BYTES));
    }

    private static ProducerRecord<byte[], byte[]> filled(String topic, byte[] key, byte[] start, int size) {
        return new ProducerRecord<>(SELF.topic(topic), key, Arrays.copyOf(start, Math.max(size, start.length)));
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "bench-pass-" + topic,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(SELF.topic(topic)));
        return consumer;
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrap);
        config.put("acks", "all");
        config.putIfAbsent("linger.ms", more.isEmpty() ? 0 : 100);
        config.put("batch.size", 64 * 1024);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
