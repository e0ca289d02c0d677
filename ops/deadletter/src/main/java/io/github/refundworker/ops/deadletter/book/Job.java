package io.github.refundworker.ops.deadletter.book;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Work on dead letters: a replay of a plan, or a change of state.
 *
 * @param id also the id of the audited action
 * @param plan for a replay: the digest of its plan, which identifies the plan
 * @param total number of letters in the job
 * @param replayed letters sent and acknowledged by the broker
 * @param parked letters put aside; a replay parks letters that reached the cap
 * @param discarded letters given up
 * @param skipped letters left unchanged
 * @param diedAgain sent letters that died again, as far as was seen
 * @param canaryPassed whether the worker took the first letters and none of them died
 * @param note why the job ended as it did
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
        @Nullable Long discarded,
        long skipped,
        long diedAgain,
        boolean canaryPassed,
        @Nullable String note) {

    /** Earlier versions counted discarded letters as parked, and wrote no other number. */
    public Job {
        long givenUp = discarded == null ? 0 : discarded;
        if (kind == Kind.DISCARD) {
            givenUp += parked;
            parked = 0;
        }
        discarded = givenUp;
    }

    @Override
    public Long discarded() {
        return Objects.requireNonNull(discarded);
    }

    public enum Kind {
        REPLAY,
        PARK,
        DISCARD
    }

    public enum Status {
        /** Running, or killed. If it was killed, no process holds the topic. */
        RUNNING,
        /** Stopped by a signal. A new replay of its plan continues it. */
        INTERRUPTED,
        DONE,
        /** Stopped by a safety limit. */
        STOPPED,
        CANCELLED;

        /** Whether the job is running, or a new replay of its plan continues it. */
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
                0L,
                0,
                0,
                false,
                null);
    }

    /** Number of processed letters: the first ones in the order of the plan. */
    public long dealtWith() {
        return replayed + parked + discarded() + skipped;
    }

    /**
     * The job with further progress and the current number of re-deaths. For a discarding job, parked letters count
     * as discarded.
     */
    public Job advanced(long moreReplayed, long moreParked, long moreSkipped, long diedByNow, Instant now) {
        return with(
                now.toString(),
                Status.RUNNING,
                replayed + moreReplayed,
                parked + moreParked,
                skipped + moreSkipped,
                diedByNow,
                canaryPassed,
                null);
    }

    public Job withCanaryPassed() {
        return with(updatedAt, status, replayed, parked, skipped, diedAgain, true, note);
    }

    public Job ended(Status end, @Nullable String because, Instant now) {
        return with(now.toString(), end, replayed, parked, skipped, diedAgain, canaryPassed, because);
    }

    private Job with(
            String updatedAt,
            Status status,
            long replayed,
            long parked,
            long skipped,
            long diedAgain,
            boolean canaryPassed,
            @Nullable String note) {
        return new Job(
                id,
                kind,
                plan,
                actor,
                why,
                startedAt,
                updatedAt,
                status,
                total,
                replayed,
                parked,
                discarded,
                skipped,
                diedAgain,
                canaryPassed,
                note);
    }
}
