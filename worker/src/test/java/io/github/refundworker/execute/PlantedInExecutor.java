package io.github.refundworker.execute;

import io.github.refundworker.domain.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

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

    static int asManyAsThereAre(CallPace pace, Duration time) {
        return Integer.MAX_VALUE;
    }

    static @Nullable Object everyFailureIsNews(LinkedHashMap<?, ?> failed, Object charge, Object at) {
        return null;
    }

    static boolean failedAnswerIsDropped(PriorityQueue<?> resends, Object resend) {
        return false;
    }
}
