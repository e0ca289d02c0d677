package io.github.refundworker.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the offset every few seconds while the process lives. It writes an empty record to a topic whose records
 * are stamped by their broker, and reads the stamp.
 */
public final class ClockProbe {
    private static final Logger log = LoggerFactory.getLogger(ClockProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** The interval while the offset is unknown. Until it is known nothing is sent, so everything waits for it. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final ClockOffset offset;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[] key;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private @Nullable String told;
    private boolean everKnown;

    /**
     * @param producer owned by the caller, who closes it after this probe
     * @param topic whose records get the broker's append time
     * @param key names this process to readers of the topic
     */
    public ClockProbe(
            ClockOffset offset, Producer<byte[], byte[]> producer, String topic, byte[] key, LongSupplier nanoTime) {
        this.offset = offset;
        this.producer = producer;
        this.topic = topic;
        this.key = key.clone();
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("clock").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public void stop() {
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                probe();
                tell();
                Thread.sleep(offset.isTrusted() ? EVERY : SOON);
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    void probe() throws InterruptedException {
        long sent = nanoTime.getAsLong();
        try {
            RecordMetadata appended =
                    producer.send(new ProducerRecord<>(topic, key, new byte[0])).get();
            offset.measured(Instant.ofEpochMilli(appended.timestamp()), sent, nanoTime.getAsLong());
        } catch (ExecutionException e) {
            log.debug("the brokers' time could not be asked for", e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("the brokers' time could not be asked for", e);
        }
    }

    /**
     * Logs once when the clock becomes wrong and once when it is right again. Probes and metrics show the current
     * offset.
     */
    private void tell() {
        String trouble = offset.trouble();
        if (trouble == null) {
            if (told != null) {
                log.info("this process's clock agrees with the brokers' again");
            }
            everKnown = true;
        } else if (told == null && (everKnown || offset.ahead() != null)) {
            log.error("{}", trouble);
        } else if (told == null) {
            // At the start a trusted clock is no news.
            return;
        }
        told = trouble;
    }
}
