package io.github.refundworker.ops.deadletter.letter;

import java.time.Instant;
import java.util.Map;

/**
 * Dead letters of one cause.
 *
 * @param counts by state
 * @param diedAgain letters that had been replayed before
 * @param sample the latest letter
 */
public record CauseGroup(
        Cause cause,
        long count,
        Map<LetterState, Long> counts,
        long diedAgain,
        Instant firstSeen,
        Instant lastSeen,
        Sample sample) {

    /** One letter of the group, masked. */
    public record Sample(LetterId id, String key, String message, String value) {
        static Sample of(DeadLetter letter) {
            String message = letter.failure().message();
            return new Sample(
                    letter.id(),
                    Masking.key(letter.key()),
                    message == null ? "" : Masking.text(message),
                    Masking.value(letter.value()));
        }
    }
}
