package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Wrong methods to put in the place of those that the rules call. Each is a mistake that somebody could make there. */
public final class PlantedInDomain {
    private PlantedInDomain() {}

    static void timeoutFails(Draft draft, Refund refund, String why) {
        draft.update(refund.with(new RefundState.Failed(new StatusInfo("TIMEOUT", why), null)));
    }

    static void unsentFails(Draft draft, Refund refund, String why) {
        draft.update(refund.with(new RefundState.Failed(new StatusInfo("UNREACHABLE", why), null)));
    }

    static void expiredFails(Draft draft, Refund refund) {
        unsentFails(draft, refund, "too late to send");
    }

    static boolean refusalIsFinal(Capabilities capabilities) {
        return true;
    }

    static boolean anyFactsAreFresh(Draft draft, boolean described) {
        return true;
    }

    static boolean anyReadingIsForTheHead(Draft draft, OpenCommand open) {
        return true;
    }

    static boolean lateAnswerCounts(Refund refund, long number, Outcome outcome) {
        return outcome instanceof Outcome.Completed
                || outcome instanceof Outcome.Pending
                || outcome instanceof Outcome.Reversed;
    }

    static boolean nothingIsDoubtful(Refund refund, long number, Outcome outcome) {
        return false;
    }

    static void hintIsLost(Draft draft, Refund refund, OpenCommand open) {}

    static void rejectedIdIsForgotten(Draft draft, RequestMark mark, ErrorCode code) {}

    static ByteBuffer joinedWithoutLengths(String... parts) {
        return Digests.of(String.join("", parts));
    }

    /** A name-based id, as one would make it of the joined text. */
    static RefundId idOfTheDigest(ChargeId chargeId, ByteBuffer digest) {
        byte[] name = new byte[16];
        digest.duplicate().get(name);
        return new RefundId(UUID.nameUUIDFromBytes(name));
    }

    static @Nullable Refund nothingHeldIsKnown(Draft draft, ProviderRefund held) {
        return null;
    }

    static void pendingIsPaid(Draft draft, Refund refund, ProviderRefund held) {
        draft.update(refund.with(new RefundState.Succeeded(held.id())));
    }

    static void reversalIsIgnored(Draft draft, Refund refund, long number, Outcome outcome) {
        if (!(outcome instanceof Outcome.Reversed && refund.isSucceeded())) {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    static void reversalIsFailure(Draft draft, Refund refund, long number, Outcome outcome) {
        if (outcome instanceof Outcome.Reversed(ProviderRefund held)) {
            draft.update(refund.with(new RefundState.Failed(new StatusInfo("REVERSED", "taken back"), held.id())));
        } else {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    static boolean noAnswerIsMissed(Draft draft) {
        return false;
    }

    static void waitingIsForgotten(Draft draft, Rejection rejection) {
        draft.waiting.removeFirst();
    }

    static Settlement uncertaintyIsForgotten(Settlement s) {
        return new Settlement(
                s.succeededBefore(), s.firstIssuedAt(), s.lastSendBy(), s.uncertain(), s.unsent(), s.unclear() + 1);
    }

    static Instant quietAtOnce(Draft draft, Settlement settlement) {
        return draft.now;
    }

    static boolean alwaysQuiet(Draft draft, Refund refund, Instant at) {
        return true;
    }

    static Instant atOnce(Draft draft, Settlement settlement, Duration distance) {
        return draft.now.plus(distance);
    }

    static @Nullable Refund noRefundIsKnown(Draft draft, RefundId id) {
        return null;
    }

    static boolean anyContentIsTheSame(RequestMark mark, RequestMark other) {
        return true;
    }

    static void withThePresentSum(Draft draft, Refund refund, Settlement s) {
        draft.settle(
                refund,
                new Settlement(
                        draft.succeeded(), s.firstIssuedAt(), s.lastSendBy(), s.uncertain(), s.unsent(), s.unclear()));
    }

    static long numbersBeginAnew(ChargeState state) {
        return state.open() == null ? 0 : state.lastNumber();
    }

    static List<Refund> closedAreForgotten(ChargeState state) {
        return state.refunds().stream().filter(Refund::isOpen).toList();
    }

    static BigDecimal nothingIsPending(Draft draft, Predicate<Refund> which) {
        return BigDecimal.ZERO;
    }

    static BigDecimal nothingWasRefunded(Draft draft) {
        return BigDecimal.ZERO;
    }

    static boolean openRefundsDoNotMatter(Draft draft, Predicate<Refund> which) {
        return false;
    }

    static void hintIsLostBehindACommand(Draft draft, Refund refund) {
        if (draft.open == null) {
            draft.notified(refund);
        }
    }
}
