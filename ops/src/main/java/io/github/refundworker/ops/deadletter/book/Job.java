package io.github.refundworker.ops.deadletter.book;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work on dead letters: a replay of a plan, or a change of state.
 *
 * @param id also the audited action's
 * @param plan of a replay: the digest of its plan, by which it is found again
 * @param total letters that it is about
 * @param replayed sent, and acknowledged by the broker
 * @param parked put aside, because they were replayed as often as they may be; of a change of state, all it changed
 * @param skipped left as they were
 * @param diedAgain of those sent, as far as was seen
 * @param canaryPassed whether the first letters were taken by the worker and did not die
 * @param note why it ended as it did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Job(
        String id,
        Kind kind,
        @Nullable String plan,
        String actor,
        String why,
        String startedAt,
        String updatedAt,
        Status status,
        long total,
        long replayed,
        long parked,
        long skipped,
        long diedAgain,
        boolean canaryPassed,
        @Nullable String note) {

    public enum Kind {
        REPLAY,
        PARK,
        DISCARD
    }

    public enum Status {
        /** Or it was killed: then nobody holds the topic. */
        RUNNING,
        /** Told to stop by a signal; it goes on when its plan is replayed again. */
        INTERRUPTED,
        DONE,
        /** By a safety. */
        STOPPED,
        CANCELLED;

        /** Whether the same job goes on when its plan is replayed again. */
        public boolean goesOn() {
            return this == RUNNING || this == INTERRUPTED;
        }
    }

    public static Job begun(
            String id, Kind kind, @Nullable String plan, String actor, String why, long total, Instant now) {
        return new Job(
                id,
                kind,
                plan,
                actor,
                why,
                now.toString(),
                now.toString(),
                Status.RUNNING,
                total,
                0,
                0,
                0,
                0,
                false,
                null);
    }

    /** So many of its letters have been dealt with: the first ones, in the order of the plan. */
    public long dealtWith() {
        return replayed + parked + skipped;
    }

    /** With what was done since, and how many died again by now. */
    public Job advanced(long moreReplayed, long moreParked, long moreSkipped, long diedByNow, Instant now) {
        return new Job(
                id,
                kind,
                plan,
                actor,
                why,
                startedAt,
                now.toString(),
                Status.RUNNING,
                total,
                replayed + moreReplayed,
                parked + moreParked,
                skipped + moreSkipped,
                diedByNow,
                canaryPassed,
                null);
    }

    public Job withCanaryPassed() {
        return new Job(
                id, kind, plan, actor, why, startedAt, updatedAt, status, total, replayed, parked, skipped, diedAgain,
                true, note);
    }

    public Job ended(Status end, @Nullable String because, Instant now) {
        return new Job(
                id,
                kind,
                plan,
                actor,
                why,
                startedAt,
                now.toString(),
                end,
                total,
                replayed,
                parked,
                skipped,
                diedAgain,
                canaryPassed,
                because);
    }
}
