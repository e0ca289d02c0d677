package io.github.refundworker.ops.ctl.dlt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.refundworker.ops.deadletter.desk.Found;
import io.github.refundworker.ops.deadletter.letter.Cause;
import io.github.refundworker.ops.deadletter.letter.CauseGroup;
import io.github.refundworker.ops.deadletter.letter.Contents;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Masking;
import io.github.refundworker.ops.deadletter.letter.Origin;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The printed form of dead letters, one object a line with {@code --json}. */
final class Printed {

    private Printed() {}

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : Masking.text(text);
    }

    /** @param where see {@link Cause} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupLine(
            String topic,
            @Nullable String diedOn,
            @Nullable String reason,
            @Nullable String exception,
            @Nullable String where,
            long count,
            Map<String, Long> states,
            long diedAgain,
            String firstSeen,
            String lastSeen,
            Sample sample) {

        record Sample(String id, String key, String message, String value) {}

        static GroupLine of(DeadLetterTopic topic, CauseGroup group) {
            Cause cause = group.cause();
            Map<String, Long> states = new TreeMap<>();
            for (LetterState state : LetterState.values()) {
                states.put(state.name().toLowerCase(Locale.ROOT), group.counts().getOrDefault(state, 0L));
            }
            return new GroupLine(
                    topic.name(),
                    shown(cause.topic()),
                    shown(cause.reason()),
                    shown(cause.exception()),
                    shown(cause.where()),
                    group.count(),
                    states,
                    group.diedAgain(),
                    group.firstSeen().toString(),
                    group.lastSeen().toString(),
                    new Sample(
                            group.sample().id().toString(),
                            group.sample().key(),
                            group.sample().message(),
                            group.sample().value()));
        }
    }

    /**
     * A dead letter, masked.
     *
     * @param origin where it came from at first, {@code diedOn} where it died the last time: topic/partition/offset
     * @param deaths as far as its headers tell
     * @param replays before it died here
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LetterLine(
            String topic,
            String id,
            String at,
            LetterState state,
            @Nullable String job,
            @Nullable String reason,
            @Nullable String exception,
            @Nullable String where,
            @Nullable String message,
            @Nullable String origin,
            @Nullable String originAt,
            @Nullable String diedOn,
            int deaths,
            int replays,
            @Nullable String replayedBy,
            String key,
            @Nullable String requestId,
            @Nullable String chargeId,
            int bytes,
            boolean whole,
            String value) {

        static LetterLine of(DeadLetterTopic topic, Found found) {
            DeadLetter letter = found.letter();
            Contents contents = Contents.of(letter.value());
            Origin origin = contents.source() != null ? contents.source() : letter.origin();
            Long timestamp = origin == null ? null : origin.timestamp();
            return new LetterLine(
                    topic.name(),
                    letter.id().toString(),
                    letter.at().toString(),
                    found.state(),
                    found.mark() == null ? null : found.mark().job(),
                    shown(letter.failure().reason()),
                    shown(letter.failure().exception()),
                    shown(letter.cause().where()),
                    shown(letter.failure().message()),
                    origin == null ? null : origin.toString(),
                    timestamp == null ? null : Instant.ofEpochMilli(timestamp).toString(),
                    letter.lastOrigin() == null ? null : letter.lastOrigin().toString(),
                    letter.deaths().origins().size(),
                    letter.replays().count(),
                    shown(letter.replays().actor()),
                    Masking.key(letter.key()),
                    shown(contents.requestId()),
                    shown(contents.chargeId()),
                    letter.size(),
                    !letter.isTruncated(),
                    Masking.value(letter.value()));
        }
    }
}
