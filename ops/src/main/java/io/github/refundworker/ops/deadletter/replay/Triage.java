package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.deadletter.letter.Contents;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Origin;
import io.github.refundworker.ops.deadletter.letter.Replays;
import io.github.refundworker.ops.deadletter.replay.Disposition.Why;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a letter in a replay. What goes is the record that died, byte for byte, without the headers of
 * its deaths and with those that say where it is from: the worker knows by them that it is the request that it was, and
 * by its age how old.
 *
 * @param job that the letters go with
 */
record Triage(DeadLetterTopic topic, String job, String actor, Set<LetterState> states, ReplayOptions options) {

    private static final List<String> DROPPED =
            List.of("kafka_dlt-", "__streams.errors.", "__connect.errors.", "refunds-dlt-", Replays.PREFIX);

    private static final String MISKEYED = "MISKEYED";

    /** @param letter absent if it is no longer there */
    Disposition of(@Nullable DeadLetter letter, LetterState state) {
        if (letter == null) {
            return new Disposition.Skip(Why.MISSING);
        }
        if (!states.contains(state)) {
            return new Disposition.Skip(Why.STATE_CHANGED);
        }
        if (letter.isTruncated()) {
            return new Disposition.Skip(Why.TRUNCATED);
        }
        if (letter.value() == null) {
            return new Disposition.Skip(Why.NO_VALUE);
        }
        Origin died = letter.lastOrigin();
        String target = died == null ? topic.requests() : died.topic();
        if (!target.equals(topic.requests()) && !target.equals(topic.inputs())) {
            return new Disposition.Skip(Why.ELSEWHERE);
        }
        if (letter.replays().count() >= options.maxReplays()) {
            return new Disposition.Park();
        }
        Contents contents = Contents.of(letter.value());
        byte[] key = letter.key();
        if (options.rekey() && isMiskeyed(letter)) {
            if (contents.chargeId() == null) {
                return new Disposition.Skip(Why.NOT_REKEYED);
            }
            key = contents.chargeId().getBytes(UTF_8);
        }
        // No partition: by its key, which is how every writer of the worker's own topics does it.
        return new Disposition.Send(
                new ProducerRecord<>(target, null, null, key, letter.value(), headers(letter, contents)));
    }

    /** It goes as it died, and will die of the same again. */
    static boolean keepsWrongKey(@Nullable DeadLetter letter, ReplayOptions options) {
        return letter != null && isMiskeyed(letter) && !options.rekey();
    }

    private static boolean isMiskeyed(DeadLetter letter) {
        return MISKEYED.equals(letter.failure().reason());
    }

    private Headers headers(DeadLetter letter, Contents contents) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (DROPPED.stream().noneMatch(header.key()::startsWith)) {
                headers.add(header);
            }
        }
        headers.add(Replays.COUNT, text(Integer.toString(letter.replays().count() + 1)));
        headers.add(Replays.JOB, text(job));
        headers.add(Replays.ACTOR, text(actor));
        headers.add(Replays.ORIGIN, text(origin(letter, contents)));
        return headers;
    }

    /**
     * Where the request first stood, and when it was written. If nobody knows, its dead letter is the oldest that is
     * known of it: the worker takes only its age from there.
     */
    private String origin(DeadLetter letter, Contents contents) {
        Origin first =
                contents.source() != null ? contents.source() : letter.replays().origin();
        if (first == null) {
            first = letter.deaths().origins().stream()
                    .filter(origin -> origin.topic().equals(topic.requests()))
                    .findFirst()
                    .orElse(new Origin(
                            topic.name(), letter.id().partition(), letter.id().offset(), null));
        }
        Long timestamp = first.timestamp();
        long written = timestamp == null || timestamp < 0 ? letter.at().toEpochMilli() : timestamp;
        return first.topic() + "/" + first.partition() + "/" + first.offset() + "/" + Math.max(0, written);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
