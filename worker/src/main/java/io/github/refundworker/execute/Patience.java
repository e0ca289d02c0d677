package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long one delivery retries. Later retries follow from the decider's due times. The time counts from the
 * first call and not from the delivery, because a command may have waited for a permit.
 */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Duration limit;
    private final int spread;
    private @Nullable Instant end;
    private Duration pause = FIRST_PAUSE;

    Patience(Duration limit, ChargeId chargeId) {
        this.limit = limit;
        spread = chargeId.hashCode() & 0xff;
    }

    /** Reports every step towards a call. The time restarts only until the first call has returned. */
    void calling(Instant now, boolean first) {
        if (first) {
            end = now.plus(limit);
        }
    }

    /**
     * The pause before the next attempt. Absent if that would be too late.
     *
     * @param latest another limit besides patience
     * @param retryAfter the provider's minimum pause
     */
    @Nullable
    Duration pause(Instant now, Instant latest, @Nullable Duration retryAfter) {
        // Half to all of the backoff, by charge, so that a thousand calls refused at once do not return at once.
        Duration wait = pause.dividedBy(2).plus(pause.multipliedBy(spread).dividedBy(512));
        if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
            wait = retryAfter;
        }
        Instant then = now.plus(wait);
        if (then.isAfter(latest) || end == null || then.isAfter(end)) {
            return null;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return wait;
    }
}
