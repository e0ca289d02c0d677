package io.github.refundworker.domain;

import static io.github.refundworker.proof.Replacement.in;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.proof.Replacement;
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

    public static final Replacement TIMEOUT_FAILS =
            in(Unanswered.class).replacing(Unanswered::unclear, PlantedInDomain::timeoutFails);

    static void timeoutFails(Draft draft, Refund refund, String why) {
        draft.update(refund.with(new RefundState.Failed(new StatusInfo("TIMEOUT", why), null)));
    }

    public static final Replacement UNSENT_FAILS =
            in(Unanswered.class).replacing(Unanswered::unsent, PlantedInDomain::unsentFails);

    static void unsentFails(Draft draft, Refund refund, String why) {
        draft.update(refund.with(new RefundState.Failed(new StatusInfo("UNREACHABLE", why), null)));
    }

    public static final Replacement EXPIRED_FAILS =
            in(Unanswered.class).replacing(Unanswered::expired, PlantedInDomain::expiredFails);

    static void expiredFails(Draft draft, Refund refund) {
        unsentFails(draft, refund, "too late to send");
    }

    public static final Replacement REFUSAL_IS_FINAL =
            in(Answers.class).replacing(Capabilities::storesRefusals, PlantedInDomain::refusalIsFinal);

    static boolean refusalIsFinal(Capabilities capabilities) {
        return true;
    }

    public static final Replacement ANY_FACTS_ARE_FRESH =
            in(Judgement.class).replacing(Judgement::isFresh, PlantedInDomain::anyFactsAreFresh);

    static boolean anyFactsAreFresh(Draft draft) {
        return true;
    }

    public static final Replacement NOTHING_IS_DISPUTED_AT_ACCEPTANCE =
            in(Judgement.class).replacing(Draft::isDisputed, PlantedInDomain::nothingIsDisputed);

    public static final Replacement NOTHING_IS_DISPUTED_AT_THE_ATTEMPT =
            in(Attempts.class).replacing(Draft::isDisputed, PlantedInDomain::nothingIsDisputed);

    static boolean nothingIsDisputed(Draft draft) {
        return false;
    }

    public static final Replacement FACTS_DECIDE_NOTHING = in(Attempts.class)
            .within(Attempts::again)
            .replacing(Attempts::restsOnFacts, PlantedInDomain::factsDecideNothing);

    static boolean factsDecideNothing(Draft draft, Capabilities capabilities) {
        return false;
    }

    public static final Replacement WHOLE_CHARGES_NEED_NO_FRESH_FACTS =
            in(Judgement.class).replacing(Judgement::needsFreshFacts, PlantedInDomain::wholeChargesNeedNoFreshFacts);

    static boolean wholeChargesNeedNoFreshFacts(
            Facts facts, Capabilities capabilities, RefundRequest request, Judgement judgement) {
        return !(judgement instanceof Judgement.Accept)
                || (request.previouslyRefunded() != null && !capabilities.comparesAndSets());
    }

    public static final Replacement ANY_READING_IS_FOR_THE_HEAD =
            in(Descriptions.class).replacing(Descriptions::requestOf, PlantedInDomain::anyReadingIsForTheHead);

    static @Nullable RefundRequest anyReadingIsForTheHead(Draft draft, OpenCommand.Describe open) {
        return draft.waiting.isEmpty() ? null : draft.waiting.getFirst().request();
    }

    public static final Replacement LATE_ANSWER_COUNTS =
            in(Answers.class).replacing(Evidence::counts, PlantedInDomain::lateAnswerCounts);

    static boolean lateAnswerCounts(Refund refund, long number, Outcome.Held outcome) {
        return true;
    }

    public static final Replacement NOTHING_IS_DOUBTFUL =
            in(Answers.class).replacing(Evidence::leavesDoubt, PlantedInDomain::nothingIsDoubtful);

    static boolean nothingIsDoubtful(Refund refund, long number, Outcome.Held outcome) {
        return false;
    }

    public static final Replacement HINT_IS_LOST =
            in(Unanswered.class).replacing(Unanswered::hintAgain, PlantedInDomain::hintIsLost);

    static void hintIsLost(Draft draft, Refund refund, OpenCommand.LookUp open) {}

    public static final Replacement REJECTED_ID_IS_FORGOTTEN_BY_THE_QUEUE =
            in(Queue.class).replacing(Draft::remember, PlantedInDomain::rejectedIdIsForgotten);

    public static final Replacement REJECTED_ID_IS_FORGOTTEN_BY_THE_ARRIVALS =
            in(Arrivals.class).replacing(Draft::remember, PlantedInDomain::rejectedIdIsForgotten);

    static void rejectedIdIsForgotten(Draft draft, RequestMark mark, ErrorCode code, Source source) {}

    public static final Replacement EVERYTHING_IS_FORGOTTEN =
            in(Arrivals.class).replacing(Refusals::forget, PlantedInDomain::everythingIsForgotten);

    static void everythingIsForgotten(Refusals refusals, Duration age, Instant now) {
        refusals.rejected().clear();
    }

    public static final Replacement JOINED_WITHOUT_LENGTHS = in(RefundId.class)
            .<String, ChargeId, RequestId, RefundId>within(RefundId::of)
            .replacing(Digests::of, PlantedInDomain::joinedWithoutLengths);

    static ByteBuffer joinedWithoutLengths(String[] parts) {
        return Digests.of(String.join("", parts));
    }

    public static final Replacement ID_OF_THE_DIGEST = in(RefundId.class)
            .<String, ChargeId, RequestId, RefundId>within(RefundId::of)
            .<ChargeId, ByteBuffer, RefundId>replacing(RefundId::of, PlantedInDomain::idOfTheDigest);

    /** A name-based id, as one would make it of the joined text. */
    static RefundId idOfTheDigest(ChargeId chargeId, ByteBuffer digest) {
        byte[] name = new byte[16];
        digest.duplicate().get(name);
        return new RefundId(UUID.nameUUIDFromBytes(name));
    }

    public static final Replacement NOTHING_HELD_IS_KNOWN =
            in(Evidence.class).replacing(Evidence::find, PlantedInDomain::nothingHeldIsKnown);

    static @Nullable Refund nothingHeldIsKnown(Draft draft, ProviderRefund held) {
        return null;
    }

    public static final Replacement PENDING_IS_PAID =
            in(Evidence.class).replacing(Evidence::pending, PlantedInDomain::pendingIsPaid);

    static void pendingIsPaid(Draft draft, Refund refund, ProviderRefund held) {
        draft.update(refund.with(new RefundState.Succeeded(held.id())));
    }

    public static final Replacement REVERSAL_IS_IGNORED =
            in(Answers.class).within(Answers::answered).replacing(Evidence::apply, PlantedInDomain::reversalIsIgnored);

    static void reversalIsIgnored(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        if (!(outcome instanceof Outcome.Reversed && refund.isSucceeded())) {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    public static final Replacement REVERSAL_IS_FAILURE =
            in(Answers.class).within(Answers::answered).replacing(Evidence::apply, PlantedInDomain::reversalIsFailure);

    static void reversalIsFailure(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        if (outcome instanceof Outcome.Reversed(ProviderRefund held)) {
            draft.update(refund.with(new RefundState.Failed(new StatusInfo("REVERSED", "taken back"), held.id())));
        } else {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    public static final Replacement NO_ANSWER_IS_MISSED =
            in(Deadlines.class).replacing(Deadlines::missedAnswer, PlantedInDomain::noAnswerIsMissed);

    static boolean noAnswerIsMissed(Draft draft) {
        return false;
    }

    public static final Replacement WAITING_IS_FORGOTTEN =
            in(Queue.class).within(Queue::advance).replacing(Queue::refuseHead, PlantedInDomain::waitingIsForgotten);

    static void waitingIsForgotten(Draft draft, Rejection rejection) {
        draft.waiting.removeFirst();
    }

    public static final Replacement UNCERTAINTY_IS_FORGOTTEN =
            in(Unanswered.class).replacing(Settlement::endedUnclear, PlantedInDomain::uncertaintyIsForgotten);

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

    public static final Replacement ANY_REFUSAL_IS_STORED =
            in(Answers.class).replacing(Outcome.Declined::stored, PlantedInDomain::anyRefusalIsStored);

    static boolean anyRefusalIsStored(Outcome.Declined declined) {
        return true;
    }

    public static final Replacement QUIET_AT_ONCE =
            in(Answers.class).within(Answers::confirm).replacing(Draft::quietAfter, PlantedInDomain::quietAtOnce);

    static Instant quietAtOnce(Draft draft, Settlement settlement) {
        return draft.now;
    }

    public static final Replacement ALWAYS_QUIET =
            in(Answers.class).replacing(Draft::isQuiet, PlantedInDomain::alwaysQuiet);

    static boolean alwaysQuiet(Draft draft, Refund refund, Instant at) {
        return true;
    }

    public static final Replacement AT_ONCE_AFTER_AN_UNCLEAR_CALL = in(Unanswered.class)
            .within(Unanswered::unclear)
            .replacing(Unanswered::notBeforeQuiet, PlantedInDomain::atOnce);

    public static final Replacement AT_ONCE_AFTER_A_CALL_NOT_SENT = in(Unanswered.class)
            .within(Unanswered::unsent)
            .replacing(Unanswered::notBeforeQuiet, PlantedInDomain::atOnce);

    static Instant atOnce(Draft draft, Settlement settlement, Duration distance) {
        return draft.now.plus(distance);
    }

    public static final Replacement NO_REFUND_IS_FOUND =
            in(Arrivals.class).replacing(Draft::first, PlantedInDomain::noRefundIsFound);

    static @Nullable Refund noRefundIsFound(Draft draft, Predicate<Refund> which) {
        return null;
    }

    public static final Replacement NO_REFUND_IS_KNOWN =
            in(Queue.class).replacing(Draft::refund, PlantedInDomain::noRefundIsKnown);

    static @Nullable Refund noRefundIsKnown(Draft draft, RefundId id) {
        return null;
    }

    public static final Replacement ANY_CONTENT_IS_THE_SAME =
            in(Arrivals.class).replacing(RequestMark::hasContentOf, PlantedInDomain::anyContentIsTheSame);

    static boolean anyContentIsTheSame(RequestMark mark, RequestBody body, Collection<AccountName> accounts) {
        return true;
    }

    public static final Replacement WITH_THE_PRESENT_SUM =
            in(Attempts.class).replacing(Commands::settle, PlantedInDomain::withThePresentSum);

    static void withThePresentSum(Draft draft, Refund refund, Settlement s) {
        Commands.settle(
                draft,
                refund,
                new Settlement(
                        Sums.succeeded(draft, refund.amount()),
                        s.guarded(),
                        s.bodyVersion(),
                        s.firstIssuedAt(),
                        s.lastSendBy(),
                        s.uncertain(),
                        s.unsent(),
                        s.unclear()));
    }

    public static final Replacement NUMBERS_BEGIN_ANEW =
            in(Draft.class).replacing(ChargeState::lastNumber, PlantedInDomain::numbersBeginAnew);

    static long numbersBeginAnew(ChargeState state) {
        return state.open() == null ? 0 : state.lastNumber();
    }

    public static final Replacement CLOSED_ARE_FORGOTTEN =
            in(Draft.class).replacing(ChargeState::refunds, PlantedInDomain::closedAreForgotten);

    static List<Refund> closedAreForgotten(ChargeState state) {
        return state.refunds().stream().filter(Refund::isOpen).toList();
    }

    public static final Replacement NOTHING_IS_PENDING =
            in(Sums.class).within(Sums::balance).replacing(Sums::sum, PlantedInDomain::nothingIsPending);

    static BigDecimal nothingIsPending(Draft draft, Money captured, Predicate<Refund> which) {
        return BigDecimal.ZERO;
    }

    public static final Replacement NOTHING_WAS_REFUNDED =
            in(Judgement.class).replacing(Sums::succeeded, PlantedInDomain::nothingWasRefunded);

    static BigDecimal nothingWasRefunded(Draft draft, Money captured) {
        return BigDecimal.ZERO;
    }

    public static final Replacement OPEN_REFUNDS_DO_NOT_MATTER =
            in(Queue.class).within(Queue::isFree).replacing(Draft::any, PlantedInDomain::openRefundsDoNotMatter);

    static boolean openRefundsDoNotMatter(Draft draft, Predicate<Refund> which) {
        return false;
    }

    public static final Replacement HINT_IS_LOST_BEHIND_A_COMMAND = in(Notices.class)
            .<Draft, RefundId, Told, Boolean>replacing(Draft::notified, PlantedInDomain::hintIsLostBehindACommand);

    static boolean hintIsLostBehindACommand(Draft draft, RefundId id, @Nullable Told told) {
        return draft.open == null && draft.notified(id, told);
    }

    public static final Replacement ANY_KNOWN_REFUND_IS_KNOWN =
            in(Notices.class).replacing(Notices::isAsShown, PlantedInDomain::anyKnownRefundIsKnown);

    /** A notice of a refund that is known says nothing new. */
    static boolean anyKnownRefundIsKnown(Refund refund, ProviderRefund held) {
        return held.id().equals(refund.state().providerRefundId());
    }

    public static final Replacement ANY_OPEN_REFUND_MAY_BE_IT =
            in(Evidence.class).replacing(Evidence::mayListOursUnnamed, PlantedInDomain::anyOpenRefundMayBeIt);

    static boolean anyOpenRefundMayBeIt(Draft draft, @Nullable Instant readAt) {
        return draft.any(Refund::isUnattributed);
    }

    public static final Replacement NOTICE_IS_USED_UP =
            in(Descriptions.class).replacing(Draft::notifiedOfCharge, PlantedInDomain::noticeIsUsedUp);

    static boolean noticeIsUsedUp(Draft draft) {
        return false;
    }

    public static final Replacement ANY_ID_IS_FREE =
            in(Resolutions.class).replacing(Resolutions::isOfAnother, PlantedInDomain::anyIdIsFree);

    static boolean anyIdIsFree(Draft draft, Refund refund, @Nullable String providerRefundId) {
        return false;
    }

    public static final Replacement PEOPLES_WORD_STANDS =
            in(Answers.class).within(Answers::answered).replacing(Evidence::apply, PlantedInDomain::peoplesWordStands);

    static void peoplesWordStands(Draft draft, Refund refund, long number, Outcome.Held outcome) {
        if (!Resolutions.isByOperator(refund)) {
            Evidence.apply(draft, refund, number, outcome);
        }
    }

    public static final Replacement ANY_REFERENCE_IS_OURS =
            in(Evidence.class).replacing(RefundId::isOf, PlantedInDomain::anyReferenceIsOurs);

    static boolean anyReferenceIsOurs(RefundId reference, ChargeId chargeId) {
        return true;
    }

    public static final Replacement REJECTED_BINDS_THE_CHARGE = in(Queue.class)
            .within(Queue::decideHead)
            .replacing(Queue::refuseHead, PlantedInDomain::rejectedBindsTheCharge);

    static void rejectedBindsTheCharge(Draft draft, Rejection rejection) {
        Money said = draft.waiting.getFirst().request().charge();
        if (said != null && draft.facts.captured() == null) {
            draft.facts = draft.facts.declaring(said);
        }
        Queue.refuseHead(draft, rejection);
    }

    public static final Replacement ALL_MONEY_IS_ALIKE =
            in(Judgement.class).replacing(Sums::refundedInOtherThan, PlantedInDomain::allMoneyIsAlike);

    static @Nullable Money allMoneyIsAlike(Draft draft, CurrencyCode currency) {
        return null;
    }

    public static final Replacement NOTICE_AT_ONCE =
            in(Unanswered.class).replacing(Draft::noticeLater, PlantedInDomain::noticeAtOnce);

    static void noticeAtOnce(Draft draft, RefundId id, int attempt) {
        draft.notified(id, null);
    }

    public static final Replacement ONLY_BETWEEN_READINGS =
            in(Queue.class).replacing(Queue::isFree, PlantedInDomain::onlyBetweenReadings);

    static boolean onlyBetweenReadings(Draft draft) {
        return draft.open == null && draft.describeRetry == null && !draft.any(Refund::isOpen);
    }

    public static final Replacement NOTHING_IS_FREE =
            in(Queue.class).within(Queue::endHead).replacing(Queue::isFree, PlantedInDomain::nothingIsFree);

    static boolean nothingIsFree(Draft draft) {
        return false;
    }

    public static final Replacement NOBODY_IS_EXCUSED =
            in(Deadlines.class).replacing(Commands::excuse, PlantedInDomain::nobodyIsExcused);

    static void nobodyIsExcused(Draft draft, OpenCommand unexecuted, Instant next) {}

    public static final Replacement NOTHING_IS_FORGOTTEN =
            in(Arrivals.class).replacing(Refusals::forget, PlantedInDomain::nothingIsForgotten);

    static void nothingIsForgotten(Refusals refusals, Duration age, Instant now) {}

    public static final Replacement NOBODY_LOOKS_ANY_MORE =
            in(Draft.class).replacing(Resolutions::stillLookedUp, PlantedInDomain::nobodyLooksAnyMore);

    static Refund nobodyLooksAnyMore(Draft draft, Refund refund) {
        return refund;
    }
}
