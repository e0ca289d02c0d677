package io.github.refundworker.ops.deadletter.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-01T12:00:00Z");
    private static final DeadLetters WORKER = new DeadLetters(100_000);

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                3,
                42,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static DeadLetter letter(@Nullable String key, @Nullable String value, Headers headers) {
        return DeadLetter.of(record(
                "refund-requests-dlt",
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                headers));
    }

    /** As intake makes it. */
    private static DeadLetter miskeyed(String value, String message) {
        var dead = WORKER.of(
                record("refund-requests", "other".getBytes(UTF_8), value.getBytes(UTF_8), new RecordHeaders()),
                DeadLetterReason.MISKEYED,
                IllegalStateException.class,
                message);
        return letter("other", value, dead.headers());
    }

    @Test
    void shouldReadWhatTheWorkerWrote() {
        DeadLetter letter =
                miskeyed("{\"requestId\":\"r1\",\"chargeId\":\"ch_1\"}", "the record's key is not its charge");

        assertThat(letter.failure().reason()).isEqualTo("MISKEYED");
        assertThat(letter.origin()).isEqualTo(new Origin("refund-requests", 3, 42, WRITTEN.toEpochMilli()));
        assertThat(letter.cause())
                .isEqualTo(new Cause(
                        "refund-requests",
                        "MISKEYED",
                        "java.lang.IllegalStateException",
                        "the record's key is not its charge"));
        assertThat(Contents.of(letter.value())).isEqualTo(new Contents("r1", "ch_1", null, null, null));
    }

    @Test
    void shouldLeaveNumbersOutOfACause() {
        assertThat(miskeyed("{}", "not JSON, at line 3, column 17").cause())
                .isEqualTo(miskeyed("{}", "not JSON, at line 1, column 5").cause());
    }

    @Test
    void shouldTakeTheOriginOfAReplayForTheFirst() {
        DeadLetter died = miskeyed("{}", "no");
        died.headers().add("x-replay-count", "2".getBytes(UTF_8));
        died.headers().add("x-replay-job", "job-1".getBytes(UTF_8));
        died.headers().add("x-replay-origin", "refund-requests/1/7/1700000000000".getBytes(UTF_8));

        DeadLetter letter = letter(null, null, died.headers());

        assertThat(letter.replays().count()).isEqualTo(2);
        assertThat(letter.replays().job()).isEqualTo("job-1");
        assertThat(letter.origin()).isEqualTo(new Origin("refund-requests", 1, 7, 1_700_000_000_000L));
        assertThat(letter.lastOrigin()).isEqualTo(new Origin("refund-requests", 3, 42, WRITTEN.toEpochMilli()));
    }

    @Test
    void shouldReadWhatARequestAsksFor() {
        String request = "{\"requestId\":\"r1\",\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\"}";

        assertThat(Contents.of(request.getBytes(UTF_8))).isEqualTo(new Contents("r1", "ch_1", "25.00", "USD", null));
    }

    @Test
    void shouldFindWhereTheRequestOfAnInputStood() {
        String input = """
                {"v":1,"type":"RefundRequested","source":{"topic":"refund-requests","partition":2,"offset":9,\
                "timestamp":"2026-11-01T12:00:00Z"},"request":{"requestId":"r1","chargeId":"ch_1"}}""";

        assertThat(Contents.of(input.getBytes(UTF_8)))
                .isEqualTo(new Contents("r1", "ch_1", null, null, new Origin("refund-requests", 2, 9, null)));
    }

    /** Whatever anybody wrote there. */
    @Test
    void shouldReadAnything() {
        Random random = new Random(1);
        String[] names = {
            "kafka_dlt-original-topic",
            "kafka_dlt-original-partition",
            "kafka_dlt-original-offset",
            "kafka_dlt-exception-fqcn",
            "kafka_dlt-exception-stacktrace",
            "__streams.errors.topic",
            "__streams.errors.partition",
            "__streams.errors.offset",
            "__streams.errors.stacktrace",
            "__connect.errors.topic",
            "__connect.errors.offset",
            "x-replay-count",
            "x-replay-origin",
            "refunds-dlt-reason",
            "",
            "kafka_dlt-"
        };
        for (int i = 0; i < 20_000; i++) {
            RecordHeaders headers = new RecordHeaders();
            for (int h = random.nextInt(8); h > 0; h--) {
                headers.add(names[random.nextInt(names.length)], bytes(random, 12));
            }
            DeadLetter letter =
                    DeadLetter.of(record("refund-requests-dlt", bytes(random, 20), bytes(random, 60), headers));
            new CauseGroups().add(letter, LetterState.OPEN);
            assertThat(Masking.key(letter.key()) + Masking.value(letter.value()))
                    .doesNotContainPattern("\\p{Cntrl}");
            Contents.of(letter.value());
        }
    }

    private static byte @Nullable [] bytes(Random random, int most) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    // Stack traces

    @Test
    void shouldFindTheProjectsOwnCodeInAStackTrace() {
        assertThat(StackTraces.firstProjectFrame("""
                        org.springframework.kafka.listener.ListenerExecutionFailedException: Listener failed
                        \tat org.springframework.kafka.listener.Container.run(Container.java:1)
                        \tat java.base/java.lang.Thread.run(Thread.java:2)
                        Caused by: java.lang.IllegalArgumentException: no
                        \tat java.base/java.util.Objects.check(Objects.java:3)
                        \tat app//com.acme.orders.Handler$Inner.lambda$handle$0(Handler.java:4)
                        \tat com.acme.orders.Other.call(Other.java:5)""")).isEqualTo("com.acme.orders.Handler$Inner.lambda$handle$0");
        assertThat(StackTraces.firstProjectFrame("java.lang.Error: at com.acme.X.y(Z)"))
                .isNull();
        assertThat(StackTraces.firstProjectFrame("")).isNull();
        assertThat(StackTraces.firstProjectFrame(null)).isNull();
    }

    // Selection

    @ParameterizedTest
    @CsvSource({
        "reason, miskeyed, true",
        "reason, UNREADABLE, false",
        "exception, IllegalState, true",
        "exception, IllegalArgument, false",
        "key, other, true",
        "key, ch_1, false",
        "requestId, r1, true",
        "requestId, r2, false",
        "header, 1, true",
        "header, 2, false",
        "from, 2026-11-01T12:00:00Z, true",
        "from, 2026-11-01T12:00:01Z, false",
        "to, 2026-11-01T12:00:01Z, true",
        "to, 2026-11-01T12:00:00Z, false",
        "partition, 3, true",
        "partition, 4, false",
        "offset, 42, true",
        "offset, 41, false",
        "state, OPEN, true",
        "state, PARKED, false",
    })
    void shouldSelect(String filter, String value, boolean included) {
        DeadLetter letter = miskeyed("{\"requestId\":\"r1\",\"chargeId\":\"ch_1\"}", "no");
        letter.headers().add("tenant", "1".getBytes(UTF_8));
        Selection selection = new Selection(
                filter.equals("from") ? Instant.parse(value) : null,
                filter.equals("to") ? Instant.parse(value) : null,
                filter.equals("reason") ? value : null,
                filter.equals("exception") ? value : null,
                filter.equals("key") ? value : null,
                filter.equals("requestId") ? value : null,
                filter.equals("header") ? Map.of("tenant", value) : Map.of(),
                filter.equals("partition") ? Integer.valueOf(value) : null,
                filter.equals("offset") ? Long.valueOf(value) : null,
                filter.equals("state") ? EnumSet.of(LetterState.valueOf(value)) : Set.of());

        assertThat(selection.includes(letter, LetterState.OPEN)).isEqualTo(included);
    }

    // Groups

    @Test
    void shouldGroupByCauseAndCountTheStates() {
        CauseGroups groups = new CauseGroups();
        DeadLetter again = miskeyed("{}", "no");
        again.headers().add("x-replay-count", "1".getBytes(UTF_8));
        groups.add(miskeyed("{}", "no"), LetterState.OPEN);
        groups.add(miskeyed("{}", "no"), LetterState.REPLAYED);
        groups.add(letter(null, null, again.headers()), LetterState.OPEN);
        groups.add(letter(null, null, new RecordHeaders()), LetterState.OPEN);

        assertThat(groups.groups()).hasSize(2);
        CauseGroup largest = groups.groups().getFirst();
        assertThat(largest.count()).isEqualTo(3);
        assertThat(largest.counts()).isEqualTo(Map.of(LetterState.OPEN, 2L, LetterState.REPLAYED, 1L));
        assertThat(largest.diedAgain()).isEqualTo(1);
        assertThat(groups.groups().getLast().cause()).isEqualTo(new Cause(null, null, null, null));
    }

    @Test
    void shouldNotMakeAGroupOfEveryLetter() {
        CauseGroups groups = new CauseGroups();
        for (int i = 0; i < 3_000; i++) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("__connect.errors.topic", ("orders-" + i).getBytes(UTF_8));
            headers.add("__connect.errors.partition", "0".getBytes(UTF_8));
            headers.add("__connect.errors.offset", "0".getBytes(UTF_8));
            groups.add(letter(null, null, headers), LetterState.OPEN);
        }

        assertThat(groups.groups()).hasSize(1_001);
        assertThat(groups.groups().getFirst().count()).isEqualTo(2_000);
        assertThat(groups.groups().getFirst().cause().reason()).isEqualTo("(others)");
    }
}
