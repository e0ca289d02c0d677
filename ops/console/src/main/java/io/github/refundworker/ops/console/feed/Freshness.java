package io.github.refundworker.ops.console.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the database is behind the topics.
 *
 * @param behind records that are not copied yet; absent before the first look at the topics' ends
 * @param perSecond records copied per second, lately
 * @param asOf when the ends of the topics were last known
 * @param unreadable records that this version cannot read, and left out
 * @param trouble why the copy does not go on
 */
public record Freshness(
        @Nullable Long behind,
        long perSecond,
        Instant asOf,
        long unreadable,
        @Nullable String trouble) {

    /** Records that arrive all the time are behind for a moment. */
    private static final long MOMENT = 1_000;

    public boolean isCurrent() {
        return trouble == null && behind != null && behind <= MOMENT;
    }

    /** How long it takes until the copy is current, at the present pace. Absent if that cannot be said. */
    public @Nullable Duration left() {
        return behind == null || perSecond == 0 ? null : Duration.ofSeconds(behind / perSecond + 1);
    }
}
