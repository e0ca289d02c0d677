package io.github.refundworker.execute;

import io.github.refundworker.domain.Command;
import java.time.Instant;
import java.util.PriorityQueue;

/** Wrong methods to put in the place of those that the executor calls. */
public final class PlantedInExecutor {
    private PlantedInExecutor() {}

    static Instant ageCountsFromTheAttempt(Command.Settle command) {
        return command.issuedAt();
    }

    static boolean neverTooLate(Instant now, Instant sendBy) {
        return false;
    }

    static boolean alwaysInTheWindow(Instant now, Instant trustedUntil) {
        return true;
    }

    static boolean neverLooksFirst(SettleProcedure procedure, Instant now) {
        return false;
    }

    static void finishedWhenPolled(PartitionProgress progress, long offset) {
        progress.polled(offset);
        progress.finished(offset);
    }

    static void finishedBefore(PartitionProgress progress, long offset) {}

    static boolean failedAnswerIsDropped(PriorityQueue<?> resends, Object resend) {
        return false;
    }
}
