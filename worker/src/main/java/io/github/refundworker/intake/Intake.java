package io.github.refundworker.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.deadletter.DeadLetter;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.Source;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.RequestReader;
import io.github.refundworker.wire.RequestReading;
import io.github.refundworker.wire.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every request its place in its charge's log. At least once is enough: a request carries the coordinates it came
 * from, by which the decider knows it again.
 */
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final String TRACE_PARENT = "traceparent";
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final IntakeSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final InputPartitions partitions;
    private final DeadLetters deadLetters;
    private final DeadLetterFlood unreadable;
    private final DeadLetterFlood undecidable;
    private final MeterRegistry registry;
    private final Counter taken;

    /**
     * Takes nothing while one of the floods lasts.
     *
     * @param producer idempotent, waiting for all in-sync replicas, without transactions
     * @param unreadable is told what becomes of each request here
     * @param undecidable of what was taken
     */
    public Intake(
            IntakeSettings settings,
            Producer<byte[], byte[]> producer,
            DeadLetterFlood unreadable,
            DeadLetterFlood undecidable,
            MeterRegistry registry) {
        this.settings = settings;
        this.producer = producer;
        this.partitions = new InputPartitions(producer, settings.inputs(), settings.inputPartitions());
        this.deadLetters = new DeadLetters(settings.deadLetterLimit());
        this.unreadable = unreadable;
        this.undecidable = undecidable;
        this.registry = registry;
        this.taken = Metric.TAKEN.counter(registry);
        Metric.INTAKE_STOPPED.gauge(registry, this, intake -> intake.isStopped() ? 1 : 0);
        // A counter that is first seen with its first count has not increased since anybody looked.
        counter(DeadLetterReason.UNREADABLE);
        counter(DeadLetterReason.MISKEYED);
        replays(false);
        replays(true);
    }

    /**
     * Returns when all that was taken is acknowledged: the whole batch, or in a flood of dead letters the first part of
     * it. The rest is to be given again.
     *
     * @return how many were taken
     * @throws IntakeException if any of it is not acknowledged; the whole batch is then to be given again
     */
    public int take(List<ConsumerRecord<byte[], byte[]>> batch) {
        partitions.check();
        List<Future<?>> sent = new ArrayList<>(batch.size());
        List<DeadLetterReason> dead = new ArrayList<>();
        try {
            for (var record : batch) {
                if (isStopped()) {
                    break;
                }
                int before = dead.size();
                sent.add(producer.send(routed(record, dead)));
                boolean died = dead.size() > before;
                unreadable.record(died);
                countReplay(record, died);
            }
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IntakeException("not all of a batch was acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IntakeException("interrupted while a batch was written", e);
        }
        taken.increment((double) sent.size() - dead.size());
        dead.forEach(reason -> counter(reason).increment());
        return sent.size();
    }

    private boolean isStopped() {
        return unreadable.isStopped() || undecidable.isStopped();
    }

    /** Why nothing is taken at the moment. */
    public @Nullable String refusal() {
        String flood = unreadable.refusal();
        return flood != null ? flood : undecidable.refusal();
    }

    private ProducerRecord<byte[], byte[]> routed(ConsumerRecord<byte[], byte[]> record, List<DeadLetterReason> dead) {
        return switch (RequestReader.read(record.value())) {
            case RequestReading.Unreadable(String why) -> {
                dead.add(DeadLetterReason.UNREADABLE);
                yield deadLetter(record, DeadLetterReason.UNREADABLE, why);
            }
            case RequestReading.Readable(RequestBody body) -> {
                byte[] key = body.chargeId().value().getBytes(US_ASCII);
                if (!Arrays.equals(key, record.key())) {
                    dead.add(DeadLetterReason.MISKEYED);
                    String why = record.key() == null ? "the record has no key" : "the record's key is not its charge";
                    yield deadLetter(record, DeadLetterReason.MISKEYED, why);
                }
                yield input(record, key, body);
            }
        };
    }

    private ProducerRecord<byte[], byte[]> input(ConsumerRecord<byte[], byte[]> record, byte[] key, RequestBody body) {
        Header trace = trace(record);
        Source source = source(record, trace);
        // Its time is when it is appended, which only the broker knows; what stands here is not written.
        byte[] value = InputCodec.write(new Input.RefundRequested(source.timestamp(), source, body));
        ChargeId chargeId = body.chargeId();
        int partition = PartitionHash.partition(chargeId, settings.inputPartitions());
        return new ProducerRecord<>(settings.inputs(), partition, key, value, headers(record, trace));
    }

    /**
     * A replayed request is the one that it was: it has its first coordinates and its first age. Anybody can claim an
     * origin, so it is believed only where that gains nothing: coordinates only tell two deliveries of one request from
     * two requests of one id, which are one refund either way, and a time counts if it is older.
     */
    private static Source source(ConsumerRecord<?, ?> record, @Nullable Header trace) {
        String traceParent = trace == null ? null : new String(trace.value(), US_ASCII);
        Instant written = Instant.ofEpochMilli(record.timestamp());
        ReplayHeaders.Origin origin = ReplayHeaders.origin(record.headers());
        if (origin == null) {
            return new Source(record.topic(), record.partition(), record.offset(), written, traceParent);
        }
        Instant first = origin.timestamp().isBefore(written) ? origin.timestamp() : written;
        return origin.topic().equals(record.topic())
                ? new Source(origin.topic(), origin.partition(), origin.offset(), first, traceParent)
                : new Source(record.topic(), record.partition(), record.offset(), first, traceParent);
    }

    private static Headers headers(ConsumerRecord<?, ?> record, @Nullable Header trace) {
        Headers headers = new RecordHeaders();
        ReplayHeaders.carry(record.headers(), headers);
        if (trace != null) {
            headers.add(trace);
        }
        return headers;
    }

    /** Upstream can put anything there, of any length, and it is copied onto every record that follows. */
    private static @Nullable Header trace(ConsumerRecord<?, ?> record) {
        Header trace = record.headers().lastHeader(TRACE_PARENT);
        return trace != null
                        && trace.value() != null
                        && TRACE.matcher(new String(trace.value(), ISO_8859_1)).matches()
                ? trace
                : null;
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> record, DeadLetterReason reason, String why) {
        log.info(
                "dead-lettered: topic={} partition={} offset={} reason={} why=\"{}\"",
                record.topic(),
                record.partition(),
                record.offset(),
                reason,
                why);
        DeadLetter letter = deadLetters.of(record, reason, UnreadableRecordException.class, why);
        return new ProducerRecord<>(settings.deadLetters(), null, letter.key(), letter.value(), letter.headers());
    }

    private void countReplay(ConsumerRecord<?, ?> record, boolean died) {
        if (ReplayHeaders.isReplay(record.headers())) {
            replays(died).increment();
        }
    }

    private Counter replays(boolean died) {
        return Metric.REPLAYED.counter(registry, died ? "dead_lettered" : "taken");
    }

    private Counter counter(DeadLetterReason reason) {
        return Metric.DEAD_LETTERED.counter(
                registry, settings.deadLetters(), reason.name().toLowerCase(Locale.ROOT));
    }
}
