package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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

    static boolean anyFactsAreFresh(Draft draft) {
        return true;
    }

    static boolean nothingIsDisputed(Draft draft) {
        return false;
    }

    static boolean factsDecideNothing(Draft draft, Capabilities capabilities) {
        return false;
    }

    static boolean wholeChargesNeedNoFreshFacts(
            Facts facts, Capabilities capabilities, RefundRequest request, Judgement judgement) {
        return !(judgement instanceof Judgement.Accept)
                || (request.previouslyRefunded() != null && !capabilities.comparesAndSets());
    }

    static @Nullable RefundRequest anyReadingIsForTheHead(Draft draft, OpenCommand.Describe open) {
        return draft.waiting.isEmpty() ? null : draft.waiting.getFirst().request();
    }

    static boolean lateAnswerCounts(Refund refund, long number, Outcome.Held outcome) {
        return true;
    }

    static boolean nothingIsDoubtful(Refund refund, long number, Outcome.Held outcome) {
        return false;
    }

    static void hintIsLost(Draft draft, Refund refund, OpenCommand.LookUp open) {}

    static void rejectedIdIsForgotten(Draft draft, RequestMark mark, ErrorCode code, Source source) {}

    static void everythingIsForgotten(Refusals refusals, Duration age, Instant now) {
        refusals.rejected().clear();
    }

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

    static void reversalIsIgnored(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        if (!(outcome instanceof Outcome.Reversed && refund.isSucceeded())) {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    static void reversalIsFailure(Draft draft, Refund refund, long number, Outcome.Held outcome) {
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
                s.succeededBefore(),
                s.guarded(),
                s.bodyVersion(),
                s.firstIssuedAt(),
                s.lastSendBy(),
                s.uncertain(),
                s.unsent(),
                s.unclear() + 1);
    }

    static boolean anyRefusalIsStored(Outcome.Declined declined) {
        return true;
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

    static @Nullable Refund noRefundIsFound(Draft draft, Predicate<Refund> which) {
        return null;
    }

    static @Nullable Refund noRefundIsKnown(Draft draft, RefundId id) {
        return null;
    }

    static boolean anyContentIsTheSame(RequestMark mark, RequestBody body, Collection<AccountName> accounts) {
        return true;
    }

    static void withThePresentSum(Draft draft, Refund refund, Settlement s) {
        draft.settle(
                refund,
                new Settlement(
                        draft.succeeded(refund.amount()),
                        s.guarded(),
                        s.bodyVersion(),
                        s.firstIssuedAt(),
                        s.lastSendBy(),
                        s.uncertain(),
                        s.unsent(),
                        s.unclear()));
    }

    static long numbersBeginAnew(ChargeState state) {
        return state.open() == null ? 0 : state.lastNumber();
    }

    static List<Refund> closedAreForgotten(ChargeState state) {
        return state.refunds().stream().filter(Refund::isOpen).toList();
    }

    static BigDecimal nothingIsPending(Draft draft, Money captured, Predicate<Refund> which) {
        return BigDecimal.ZERO;
    }

    static BigDecimal nothingWasRefunded(Draft draft, Money captured) {
        return BigDecimal.ZERO;
    }

    static boolean openRefundsDoNotMatter(Draft draft, Predicate<Refund> which) {
        return false;
    }

    static boolean hintIsLostBehindACommand(Draft draft, RefundId id, @Nullable Told told) {
        return draft.open == null && draft.notified(id, told);
    }

    /** A notice of a refund that is known says nothing new. */
    static boolean anyKnownRefundIsKnown(Refund refund, ProviderRefund held) {
        return held.id().equals(refund.state().providerRefundId());
    }

    static boolean anyOpenRefundMayBeIt(Draft draft, @Nullable Instant readAt) {
        return draft.any(Refund::isUnattributed);
    }

    static boolean noticeIsUsedUp(Draft draft) {
        return false;
    }

    static boolean anyIdIsFree(Draft draft, Refund refund, @Nullable String providerRefundId) {
        return false;
    }

    static void peoplesWordStands(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        if (!Resolutions.isByOperator(refund)) {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    static boolean anyReferenceIsOurs(RefundId reference, ChargeId chargeId) {
        return true;
    }

    static void rejectedBindsTheCharge(Draft draft, Rejection rejection) {
        Money said = draft.waiting.getFirst().request().charge();
        if (said != null && draft.facts.captured() == null) {
            draft.facts = draft.facts.declaring(said);
        }
        Queue.refuseHead(draft, rejection);
    }

    static @Nullable Money allMoneyIsAlike(Draft draft, CurrencyCode currency) {
        return null;
    }

    static void noticeAtOnce(Draft draft, RefundId id, int attempt) {
        draft.notified(id, null);
    }

    static boolean onlyBetweenReadings(Draft draft) {
        return draft.open == null && draft.describeRetry == null && !draft.any(Refund::isOpen);
    }

    static boolean nothingIsFree(Draft draft) {
        return false;
    }

    static void nobodyIsExcused(Draft draft, OpenCommand unexecuted, Instant next) {}

    static void nothingIsForgotten(Refusals refusals, Duration age, Instant now) {}

    static Refund nobodyLooksAnyMore(Draft draft, Refund refund) {
        return refund;
    }
}
