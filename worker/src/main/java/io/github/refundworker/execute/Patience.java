package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long one delivery goes on by itself; what takes longer is the decider's due time. It counts from the first call
 * and not from the delivery, because a command may have waited for a permit.
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

    /** To be told of every step towards a call; only until the first one has come back does it count anew. */
    void calling(Instant now, boolean first) {
        if (first) {
            end = now.plus(limit);
        }
    }

    /**
     * The pause before the next attempt; absent when that would come too late.
     *
     * @param latest another end besides that of patience
     * @param retryAfter the least that the provider asks for
     */
    @Nullable
    Duration pause(Instant now, Instant latest, @Nullable Duration retryAfter) {
        // Half to all of the backoff, by charge: a thousand calls refused at once must not come back at once.
        Duration wait = pause.dividedBy(2).plus(pause.multipliedBy(spread).dividedBy(512));
        if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
            wait = retryAfter;
        }
        Instant then = now.plus(wait);
        if (then.isAfter(latest) || (end != null && then.isAfter(end))) {
            return null;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return wait;
    }
}
