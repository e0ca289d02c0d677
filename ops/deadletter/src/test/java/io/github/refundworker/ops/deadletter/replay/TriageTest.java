package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.deadletter.DeadLetters;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.replay.Disposition.Skip;
import io.github.refundworker.ops.deadletter.replay.Disposition.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TriageTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant DIED = WRITTEN.plusSeconds(5);
    private static final String REQUEST = "{\"requestId\":\"r1\",\"chargeId\":\"ch_1\"}";

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, Instant at, @Nullable String key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                2,
                9,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }

    /** A record that died in the worker, with the headers that upstream gave it. */
    private static DeadLetter died(
            String topic, DeadLetterReason reason, @Nullable String key, byte @Nullable [] value, Headers headers) {
        var dead =
                new DeadLetters(100_000).of(record(topic, WRITTEN, key, value, headers), reason, Exception.class, "no");
        return DeadLetter.of(record("refund-requests-dlt", DIED, key, dead.value(), dead.headers()));
    }

    private static DeadLetter miskeyed() {
        return miskeyed(new RecordHeaders());
    }

    private static DeadLetter miskeyed(Headers headers) {
        return died("refund-requests", DeadLetterReason.MISKEYED, "other", REQUEST.getBytes(UTF_8), headers);
    }

    private static Disposition triage(@Nullable DeadLetter letter, LetterState state, boolean rekey) {
        ReplayOptions options = new ReplayOptions(Pace.UNLIMITED, 5, 2, 3, rekey, Duration.ofSeconds(1));
        return new Triage(DeadLetterTopic.REQUESTS, "job-1", "alice", EnumSet.of(LetterState.OPEN), options)
                .of(letter, state);
    }

    private static ProducerRecord<byte[], byte[]> sent(DeadLetter letter) {
        return ((Disposition.Send) triage(letter, LetterState.OPEN, false)).record();
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(header.key() + "=" + new String(header.value(), UTF_8)));
        return headers;
    }

    @Test
    void shouldSendTheRecordThatDiedAndSayWhereItIsFrom() {
        ProducerRecord<byte[], byte[]> record =
                sent(miskeyed(new RecordHeaders().add("traceparent", "00-1".getBytes(UTF_8))));

        assertThat(record.topic()).isEqualTo("refund-requests");
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).as("its retention begins now").isNull();
        assertThat(record.key()).isEqualTo("other".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo(REQUEST.getBytes(UTF_8));
        assertThat(headers(record))
                .containsExactly(
                        "traceparent=00-1",
                        "x-replay-count=1",
                        "x-replay-job=job-1",
                        "x-replay-actor=alice",
                        "x-replay-origin=refund-requests/2/9/" + WRITTEN.toEpochMilli());
    }

    @Test
    void shouldKeepTheFirstOriginHoweverOftenItDies() {
        RecordHeaders replayed = new RecordHeaders();
        replayed.add("x-replay-count", "1".getBytes(UTF_8));
        replayed.add("x-replay-job", "job-0".getBytes(UTF_8));
        replayed.add("x-replay-origin", "refund-requests/1/4/1700000000000".getBytes(UTF_8));

        assertThat(headers(sent(miskeyed(replayed))))
                .containsExactly(
                        "x-replay-count=2",
                        "x-replay-job=job-1",
                        "x-replay-actor=alice",
                        "x-replay-origin=refund-requests/1/4/1700000000000");
    }

    @Test
    void shouldSendAnInputBackToTheInputsWithTheOriginOfItsRequest() {
        byte[] input = """
                {"v":1,"type":"RefundRequested","source":{"topic":"refund-requests","partition":5,"offset":77,\
                "timestamp":"2026-11-01T12:00:00Z"},"request":{"requestId":"r1","chargeId":"ch_1"}}""".getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record =
                sent(died("refund-inputs", DeadLetterReason.UNDECIDABLE, "ch_1", input, new RecordHeaders()));

        assertThat(record.topic()).isEqualTo("refund-inputs");
        assertThat(record.key()).isEqualTo("ch_1".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo(input);
        assertThat(headers(record)).last().asString().startsWith("x-replay-origin=refund-requests/5/77/");
    }

    /** Then its dead letter is the oldest that is known of it, and the worker takes its age from there. */
    @Test
    void shouldNotMakeALetterOfUnknownOriginNew() {
        DeadLetter letter = DeadLetter.of(
                record("refund-requests-dlt", DIED, "ch_1", REQUEST.getBytes(UTF_8), new RecordHeaders()));

        assertThat(sent(letter).topic()).isEqualTo("refund-requests");
        assertThat(headers(sent(letter)))
                .last()
                .isEqualTo("x-replay-origin=refund-requests-dlt/2/9/" + DIED.toEpochMilli());
    }

    @Test
    void shouldGiveAMiskeyedLetterTheChargeThatItNamesIfAskedTo() {
        Disposition disposition = triage(miskeyed(), LetterState.OPEN, true);

        assertThat(((Disposition.Send) disposition).record().key()).isEqualTo("ch_1".getBytes(UTF_8));
    }

    @Test
    void shouldRekeyNoLetterThatDiedOfAnythingElse() {
        DeadLetter letter = died(
                "refund-requests", DeadLetterReason.UNREADABLE, "other", REQUEST.getBytes(UTF_8), new RecordHeaders());

        assertThat(((Disposition.Send) triage(letter, LetterState.OPEN, true))
                        .record()
                        .key())
                .isEqualTo("other".getBytes(UTF_8));
    }

    @Test
    void shouldParkWhatWasReplayedAsOftenAsItMayBe() {
        DeadLetter letter = miskeyed(new RecordHeaders().add("x-replay-count", "2".getBytes(UTF_8)));

        assertThat(triage(letter, LetterState.OPEN, false)).isEqualTo(new Disposition.Park());
    }

    @Test
    void shouldLeaveWhatIsNoLongerTheLetterThatWasPlanned() {
        assertThat(triage(null, LetterState.OPEN, false)).isEqualTo(new Skip(Why.MISSING));
        assertThat(triage(miskeyed(), LetterState.REPLAYED, false)).isEqualTo(new Skip(Why.STATE_CHANGED));
    }

    @Test
    void shouldLeaveWhatCannotBeARequest() {
        DeadLetter cut =
                died("refund-requests", DeadLetterReason.UNREADABLE, "ch_1", new byte[200_000], new RecordHeaders());
        DeadLetter tombstone = died("refund-requests", DeadLetterReason.UNREADABLE, "ch_1", null, new RecordHeaders());
        DeadLetter elsewhere = died("orders", DeadLetterReason.UNREADABLE, "ch_1", new byte[] {1}, new RecordHeaders());
        DeadLetter nameless =
                died("refund-requests", DeadLetterReason.MISKEYED, "ch_1", new byte[] {1}, new RecordHeaders());

        assertThat(triage(cut, LetterState.OPEN, false)).isEqualTo(new Skip(Why.TRUNCATED));
        assertThat(triage(tombstone, LetterState.OPEN, false)).isEqualTo(new Skip(Why.NO_VALUE));
        assertThat(triage(elsewhere, LetterState.OPEN, false)).isEqualTo(new Skip(Why.ELSEWHERE));
        assertThat(triage(nameless, LetterState.OPEN, true)).isEqualTo(new Skip(Why.NOT_REKEYED));
    }
}
