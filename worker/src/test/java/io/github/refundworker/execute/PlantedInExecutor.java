package io.github.refundworker.execute;

import static io.github.refundworker.proof.Replacement.in;

import io.github.refundworker.domain.Command;
import io.github.refundworker.proof.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Wrong methods to put in the place of those that the executor calls. */
public final class PlantedInExecutor {
    private PlantedInExecutor() {}

    public static final Replacement AGE_COUNTS_FROM_THE_ATTEMPT = in(SettleProcedure.class)
            .replacing(Command.Settle::firstIssuedAt, PlantedInExecutor::ageCountsFromTheAttempt);

    static Instant ageCountsFromTheAttempt(Command.Settle command) {
        return command.issuedAt();
    }

    public static final Replacement NEVER_TOO_LATE_TO_SEND =
            in(SettleProcedure.class).replacing(Instant::isAfter, PlantedInExecutor::neverTooLate);

    public static final Replacement NEVER_TOO_LATE_TO_READ =
            in(DescribeProcedure.class).replacing(Instant::isAfter, PlantedInExecutor::neverTooLate);

    public static final Replacement NEVER_OVERDUE =
            in(Backlog.class).replacing(Instant::isBefore, PlantedInExecutor::neverTooLate);

    static boolean neverTooLate(Instant now, Instant sendBy) {
        return false;
    }

    public static final Replacement ALWAYS_IN_THE_WINDOW =
            in(SettleProcedure.class).replacing(Instant::isBefore, PlantedInExecutor::alwaysInTheWindow);

    static boolean alwaysInTheWindow(Instant now, Instant trustedUntil) {
        return true;
    }

    public static final Replacement NEVER_LOOKS_FIRST =
            in(SettleProcedure.class).replacing(SettleProcedure::mustLookFirst, PlantedInExecutor::neverLooksFirst);

    static boolean neverLooksFirst(SettleProcedure procedure, Instant now) {
        return false;
    }

    public static final Replacement FINISHED_WHEN_POLLED = in(ExecutorCore.class)
            .within(ExecutorCore<Object, Object>::polled)
            .replacing(PartitionProgress::polled, PlantedInExecutor::finishedWhenPolled);

    static void finishedWhenPolled(PartitionProgress progress, long offset) {
        progress.polled(offset);
        progress.finished(offset);
    }

    public static final Replacement FINISHED_BEFORE =
            in(ExecutorCore.class).replacing(PartitionProgress::finished, PlantedInExecutor::finishedBefore);

    static void finishedBefore(PartitionProgress progress, long offset) {}

    public static final Replacement AS_MANY_AS_THERE_ARE =
            in(CallPace.class).replacing(CallPace::within, PlantedInExecutor::asManyAsThereAre);

    static int asManyAsThereAre(CallPace pace, Duration time) {
        return Integer.MAX_VALUE;
    }

    public static final Replacement EVERY_FAILURE_IS_NEWS = in(CallCircuit.class)
            .replacing(LinkedHashMap<Object, Object>::putLast, PlantedInExecutor::everyFailureIsNews);

    static @Nullable Object everyFailureIsNews(LinkedHashMap<?, ?> failed, Object charge, Object at) {
        return null;
    }

    public static final Replacement FAILED_ANSWER_IS_DROPPED = in(UnacknowledgedAnswers.class)
            .replacing(PriorityQueue<Object>::add, PlantedInExecutor::failedAnswerIsDropped);

    static boolean failedAnswerIsDropped(PriorityQueue<?> resends, Object resend) {
        return false;
    }
}
