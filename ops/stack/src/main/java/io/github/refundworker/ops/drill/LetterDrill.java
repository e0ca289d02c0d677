package io.github.refundworker.ops.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.deadletter.DeadLetterHeaders;
import io.github.refundworker.ops.client.BrokerUnreachableException;
import io.github.refundworker.ops.client.KafkaAccess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes many dead letters to a local stack, in the form in which the worker writes them, so that {@code refundctl dlt}
 * can be tried and measured. The letters have five causes. Each holds a request that the worker accepts when it is
 * replayed.
 */
public final class LetterDrill {

    private static final int LETTERS_OF_A_CHARGE = 20;
    private static final String TRACE = """
            %s: %s
            \tat java.base/java.util.Objects.checkIndex(Objects.java:385)
            \tat io.github.refundworker.%s(%s.java:%d)
            \tat io.github.refundworker.decide.PartitionDecisions.decide(PartitionDecisions.java:150)
            \tat org.apache.kafka.streams.processor.internals.ProcessorNode.process(ProcessorNode.java:181)
            """;

    private record Cause(
            String reason,
            String exception,
            String message,
            @Nullable String trace) {}

    private static final List<Cause> CAUSES = List.of(
            new Cause("UNREADABLE", "io.github.refundworker.wire.UnreadableRecordException", "not UTF-8", null),
            new Cause(
                    "UNREADABLE",
                    "io.github.refundworker.wire.UnreadableRecordException",
                    "not JSON, or a name twice in one object, at line 1, column %d",
                    null),
            new Cause(
                    "MISKEYED",
                    "io.github.refundworker.wire.UnreadableRecordException",
                    "the record's key is not its charge",
                    null),
            new Cause(
                    "UNDECIDABLE",
                    "java.lang.IndexOutOfBoundsException",
                    "Index 3 out of bounds for length 3",
                    "domain.Queue.advance"),
            new Cause(
                    "OUTPUT_TOO_LARGE",
                    "io.github.refundworker.decide.OutputTooLargeException",
                    "a command of 1000017 bytes",
                    "decide.Encoder.encode"));

    private final KafkaAccess access;
    private final int count;
    private final String run = "letters-" + Long.toString(System.currentTimeMillis(), 36) + "-";

    public LetterDrill(KafkaAccess access, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("--count is 1 or more");
        }
        this.access = access;
        this.count = count;
    }

    /** Returns when all of them are written. */
    public void fill() {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = access.writer(
                Duration.ofSeconds(60),
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10))) {
            for (int i = 0; i < count; i++) {
                producer.send(letter(i), (unused, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
            producer.flush();
        }
        Exception e = failure.get();
        if (e != null) {
            throw new BrokerUnreachableException("the broker did not take a letter: " + e.getMessage());
        }
    }

    private ProducerRecord<byte[], byte[]> letter(int number) {
        Cause cause = CAUSES.get(number % CAUSES.size());
        String charge = run + "c-" + number / LETTERS_OF_A_CHARGE;
        String key = cause.reason.equals("MISKEYED") ? "wrong-" + number % 100 : charge;
        String value = """
                {"requestId":"%sr-%d","chargeId":"%s","amount":"1.00","currencyCode":"USD",\
                "charge":{"amount":"200.00","currencyCode":"USD"},"note":"letter of a drill"}""".formatted(run, number, charge);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TopicNames.BARE.requestsDeadLetters(), key.getBytes(UTF_8), value.getBytes(UTF_8));
        died(record.headers(), cause, number);
        return record;
    }

    private static void died(Headers headers, Cause cause, int number) {
        String message = cause.message.contains("%d") ? cause.message.formatted(number % 90) : cause.message;
        headers.add(DeadLetterHeaders.ORIGINAL_TOPIC, TopicNames.BARE.requests().getBytes(UTF_8));
        headers.add(
                DeadLetterHeaders.ORIGINAL_PARTITION,
                ByteBuffer.allocate(Integer.BYTES).putInt(number % 8).array());
        headers.add(DeadLetterHeaders.ORIGINAL_OFFSET, number(number / 8));
        headers.add(DeadLetterHeaders.ORIGINAL_TIMESTAMP, number(Instant.now().toEpochMilli()));
        headers.add(DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE, "CreateTime".getBytes(UTF_8));
        headers.add(DeadLetterHeaders.EXCEPTION_CLASS, cause.exception.getBytes(UTF_8));
        headers.add(DeadLetterHeaders.EXCEPTION_MESSAGE, message.getBytes(UTF_8));
        headers.add(DeadLetterHeaders.REASON, cause.reason.getBytes(UTF_8));
        if (cause.trace != null) {
            String trace = TRACE.formatted(cause.exception, message, cause.trace, "Somewhere", number % 500);
            headers.add(DeadLetterHeaders.EXCEPTION_STACKTRACE, trace.getBytes(UTF_8));
        }
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
