package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.DeadLetterHeaders;
import io.github.refundworker.deadletter.ReplayHeaders;
import io.github.refundworker.ops.deadletter.letter.Contents;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Origin;
import io.github.refundworker.ops.deadletter.replay.Disposition.Why;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a replay does with a letter. It sends the record that died, byte for byte, without the headers of its
 * deaths and with headers that name its origin. From these the worker recognises the original request and its age.
 *
 * @param job that sends the letters
 */
record Triage(DeadLetterTopic topic, String job, String actor, Set<LetterState> states, ReplayOptions options) {

    private static final List<String> DROPPED = List.of(
            DeadLetterHeaders.SPRING,
            "__streams.errors.",
            "__connect.errors.",
            DeadLetterHeaders.OWN,
            ReplayHeaders.PREFIX);

    private static final String MISKEYED = "MISKEYED";

    /** @param letter absent if it no longer exists */
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
        String target = died == null ? topic.names().requests() : died.topic();
        if (!topic.names().isOfRequests(target) && !target.equals(topic.names().inputs())) {
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
        // Without a partition, so the key decides, as for every writer of the worker's own topics.
        return new Disposition.Send(
                new ProducerRecord<>(target, null, null, key, letter.value(), headers(letter, contents)));
    }

    /** Whether the letter died because of its key, and the plan would send it with the same key again. */
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
        headers.add(ReplayHeaders.COUNT, text(Integer.toString(letter.replays().count() + 1)));
        headers.add(ReplayHeaders.JOB, text(job));
        headers.add(ReplayHeaders.ACTOR, text(actor));
        headers.add(ReplayHeaders.ORIGIN, text(origin(letter, contents)));
        return headers;
    }

    private String origin(DeadLetter letter, Contents contents) {
        Origin first = first(letter, contents);
        return first.topic() + "/" + first.partition() + "/" + first.offset() + "/"
                + written(letter, contents).toEpochMilli();
    }

    /** When the request was written, as far as that is known. */
    Instant written(DeadLetter letter, Contents contents) {
        Long timestamp = first(letter, contents).timestamp();
        long written = timestamp == null || timestamp < 0 ? letter.at().toEpochMilli() : timestamp;
        return Instant.ofEpochMilli(Math.max(0, written));
    }

    /**
     * Where the request first was. If that is unknown, its dead letter stands in as the oldest known record; the worker
     * takes only the age from it.
     */
    private Origin first(DeadLetter letter, Contents contents) {
        Origin first =
                contents.source() != null ? contents.source() : letter.replays().origin();
        return first != null
                ? first
                : letter.deaths().origins().stream()
                        .filter(origin -> topic.names().isOfRequests(origin.topic()))
                        .findFirst()
                        .orElse(new Origin(
                                topic.name(),
                                letter.id().partition(),
                                letter.id().offset(),
                                null));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
