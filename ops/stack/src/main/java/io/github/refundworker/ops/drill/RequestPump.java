package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.Topics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends a phase's requests on its schedule, which does not wait for answers unless memory would run out. */
final class RequestPump implements AutoCloseable {

    /** From here on batches form by themselves, and waiting for them saves more than it costs. */
    private static final int BUSY_RATE = 1_000;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    RequestPump(String bootstrap, int rate) {
        this(bootstrap, Topics.REFUND_REQUESTS, rate);
    }

    /** @param topic that takes the requests */
    RequestPump(String bootstrap, String topic, int rate) {
        this.topic = topic;
        boolean busy = rate == 0 || rate > BUSY_RATE;
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(ProducerConfig.LINGER_MS_CONFIG, busy ? 5 : 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 120_000);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns when the last request is sent.
     *
     * @param rate a second; 0 for as fast as the phase has room
     * @return when the first was due, by {@link System#nanoTime}
     * @throws KafkaException if the broker did not take a request
     */
    long send(Phase phase, RequestBytes bytes, int rate) throws InterruptedException {
        long start = System.nanoTime();
        for (int request = 0; request < phase.count(); request++) {
            long due = start;
            if (rate > 0) {
                due = start + request * TimeUnit.SECONDS.toNanos(1) / rate;
                sleepUntil(due);
            }
            int charge = phase.awaitRoom();
            phase.sending(request, charge, rate > 0 ? due : System.nanoTime());
            producer.send(new ProducerRecord<>(topic, bytes.key(charge), bytes.value(request, charge)), (unused, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
            throwFailure();
        }
        producer.flush();
        throwFailure();
        return start;
    }

    private void throwFailure() {
        Exception e = failure.get();
        if (e != null) {
            throw new KafkaException("the broker did not take a request: " + e.getMessage(), e);
        }
    }

    static void sleepUntil(long nanos) throws InterruptedException {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
