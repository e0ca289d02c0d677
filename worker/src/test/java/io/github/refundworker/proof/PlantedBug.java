package io.github.refundworker.proof;

import io.github.refundworker.domain.PlantedInDomain;
import io.github.refundworker.execute.PlantedInExecutor;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.http.PlantedInAdapter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Mistakes that people make in such a worker, each put into the real code at the place where it would be made. The proof
 * must find every one. What neither explorer nor simulation can find is held by tests that worker/docs/proof.md names.
 */
enum PlantedBug {
    // What an outcome means
    A_TIMEOUT_IS_A_FAILURE(
            "the rules call a refund FAILED when its outcome is unknown",
            rules("Answers", "unanswered", "Answers", "unclear", "timeoutFails")),
    A_CALL_NOT_SENT_IS_A_FAILURE(
            "the rules call a refund FAILED when the provider was not reached",
            rules("Answers", "unanswered", "Answers", "unsent", "unsentFails")),
    AN_EXPIRED_COMMAND_IS_A_FAILURE(
            "the rules call a refund FAILED when its command came too late",
            rules("Answers", "unanswered", "Answers", "expired", "expiredFails")),
    A_DECLINE_IS_FINAL_AT_ONCE(
            "a refusal is believed although the provider forgets refusals",
            rules("Answers", "declined", "Capabilities", "storesRefusals", "refusalIsFinal")),
    ANY_REFUSAL_IS_STORED(
            "a refusal is believed although nothing says that it is stored under the key",
            rules("Answers", "declined", "Outcome$Declined", "stored", "anyRefusalIsStored")),
    A_DECLINE_IS_CONFIRMED_TOO_EARLY(
            "a refusal is confirmed at once, although another delivery may still send",
            rules("Answers", "confirm", "Draft", "quietAfter", "quietAtOnce"),
            rules("Answers", "isReadAfterQuiet", "Draft", "isQuiet", "alwaysQuiet")),
    PENDING_IS_PAID(
            "a refund that the provider will decide later is called SUCCEEDED",
            rules("Evidence", "apply", "Evidence", "pending", "pendingIsPaid")),
    A_REVERSAL_IS_IGNORED(
            "a success stays one after the provider took it back",
            rules("Answers", "answered", "Evidence", "apply", "reversalIsIgnored")),
    A_REVERSAL_IS_A_FAILURE(
            "a refund that was taken back is called FAILED",
            rules("Answers", "answered", "Evidence", "apply", "reversalIsFailure")),
    // Late answers and hints
    A_LATE_ANSWER_OVER_A_NEWER_ONE(
            "an answer to an earlier command counts like a new one",
            rules("Answers", "late", "Evidence", "counts", "lateAnswerCounts"),
            rules("Answers", "late", "Evidence", "leavesDoubt", "nothingIsDoubtful")),
    A_HINT_IS_LOST_BEHIND_A_COMMAND(
            "a webhook that comes while a command is open is dropped",
            rules("Notices", "notify", "Draft", "notified", "hintIsLostBehindACommand")),
    A_HINT_IS_LOST_WITH_ITS_LOOK_UP(
            "a webhook is forgotten when the look-up that it caused fails",
            rules("Answers", "lookAgain", "Answers", "hintAgain", "hintIsLost")),
    A_HINT_IS_NOT_COMPARED(
            "a webhook about a known refund is taken for known, whatever it says",
            rules("Notices", "isKnown", "Notices", "isAsShown", "anyKnownRefundIsKnown")),
    // Identity
    A_KEY_PER_ATTEMPT(
            "every call has an idempotency key of its own",
            new Replacement(
                    type("provider.http.HttpProvider"),
                    "settle",
                    type("domain.RefundId"),
                    "toString",
                    PlantedInAdapter.class,
                    "keyOfTheAttempt")),
    IDS_ARE_JOINED_WITHOUT_LENGTHS(
            "a refund's id is a hash of its parts run together",
            rules("RefundId", "of", "Digests", "of", "joinedWithoutLengths"),
            rules("RefundId", "of", "RefundId", "of", "idOfTheDigest")),
    ACCEPTED_IDS_ARE_NOT_LOOKED_UP(
            "a request that was accepted before is accepted again",
            rules("Arrivals", "find", "Draft", "first", "noRefundIsFound"),
            rules("Queue", "decideHead", "Draft", "refund", "noRefundIsKnown")),
    REJECTED_IDS_ARE_FORGOTTEN(
            "the id of a rejected request is not kept",
            rules("Queue", "refuse", "Draft", "remember", "rejectedIdIsForgotten"),
            rules("Arrivals", "decide", "Draft", "remember", "rejectedIdIsForgotten")),
    REJECTED_IDS_ARE_FORGOTTEN_TOO_EARLY(
            "a rejected request is forgotten while its copies may still be taken",
            rules("Arrivals", "decide", "Refusals", "forget", "everythingIsForgotten")),
    ANY_CONTENT_IS_THE_SAME(
            "a request id with other content is taken for a repetition",
            rules("Arrivals", "decideKnown", "RequestMark", "hasContentOf", "anyContentIsTheSame")),
    COMMAND_NUMBERS_BEGIN_ANEW(
            "commands are numbered from 1 whenever none is open",
            rules("Draft", "<init>", "ChargeState", "lastNumber", "numbersBeginAnew")),
    CLOSED_REFUNDS_ARE_FORGOTTEN(
            "a charge keeps only its open refunds",
            rules("Draft", "<init>", "ChargeState", "refunds", "closedAreForgotten")),
    WAITING_REQUESTS_ARE_FORGOTTEN(
            "requests that wait when a refund stays open are dropped without an answer",
            rules("Queue", "advance", "Queue", "refuseHead", "waitingIsForgotten")),
    // Sums and facts
    THE_GUARD_TRUSTS_OLD_FACTS(
            "a guard is compared with what was known an hour ago",
            rules("Judgement", "of", "Judgement", "isFresh", "anyFactsAreFresh")),
    THE_GUARD_IS_LOOKED_AT_ONCE(
            "a refund that was delayed is sent on what was read before it was accepted",
            rules("Attempts", "again", "Attempts", "restsOnFacts", "factsDecideNothing")),
    THE_WHOLE_IS_WHAT_IT_WAS(
            "a whole charge is refunded as it was when it was read long ago",
            rules("Judgement", "of", "Judgement", "needsFreshFacts", "wholeChargesNeedNoFreshFacts")),
    ANY_READING_IS_FRESH(
            "a charge that was read before a request came counts as read for it",
            rules("Descriptions", "answered", "Descriptions", "requestOf", "anyReadingIsForTheHead")),
    NOTHING_WAS_REFUNDED(
            "limits are compared with the captured amount alone",
            rules("Judgement", "onFacts", "Draft", "succeeded", "nothingWasRefunded")),
    AN_OPEN_REFUND_HOLDS_UP_NOBODY(
            "a request is decided beside a refund that is not over",
            rules("Queue", "isFree", "Draft", "any", "openRefundsDoNotMatter")),
    THE_SUM_IS_THE_PRESENT_ONE(
            "a later attempt says how much is refunded now instead of at acceptance",
            rules("Attempts", "again", "Draft", "settle", "withThePresentSum"),
            rules("Attempts", "judge", "Draft", "settle", "withThePresentSum")),
    OUR_OWN_REFUND_IS_IMPORTED(
            "a refund of ours is counted again when the charge is read",
            rules("Evidence", "applyAll", "Evidence", "find", "nothingHeldIsKnown")),
    THE_BALANCE_FORGETS_WHAT_IS_PENDING(
            "open refunds are not in the balance",
            rules("Draft", "currentBalance", "Draft", "sum", "nothingIsPending")),
    // Attempts
    AN_UNCERTAIN_ATTEMPT_IS_FORGOTTEN(
            "an attempt after an unclear one does not look first",
            rules("Answers", "unclear", "Settlement", "endedUnclear", "uncertaintyIsForgotten")),
    THE_NEXT_ATTEMPT_DOES_NOT_WAIT(
            "without keys, an attempt begins while another may be under way",
            rules("Answers", "unclear", "Answers", "notBeforeQuiet", "atOnce"),
            rules("Answers", "unsent", "Answers", "notBeforeQuiet", "atOnce")),
    AN_ANSWER_IS_AWAITED_FOR_EVER(
            "a command that is never answered stays open",
            rules("Deadlines", "decide", "Deadlines", "missedAnswer", "noAnswerIsMissed")),
    // The executor
    THE_AGE_COUNTS_FROM_THE_ATTEMPT(
            "a key's age is counted from the record of the last command",
            executor(
                    "SettleProcedure",
                    "<init>",
                    type("domain.Command$Settle"),
                    "firstIssuedAt",
                    "ageCountsFromTheAttempt")),
    A_COMMAND_IS_NEVER_TOO_LATE(
            "a refund is sent however old its command is",
            executor("SettleProcedure", "beforeSending", Instant.class, "isAfter", "neverTooLate")),
    A_KEY_IS_TRUSTED_FOR_EVER(
            "a refund is sent under a key that its provider may have forgotten",
            executor("SettleProcedure", "keyProtects", Instant.class, "isBefore", "alwaysInTheWindow")),
    NOBODY_LOOKS_FIRST(
            "a refund is sent without looking it up, where no key protects it",
            executor(
                    "SettleProcedure",
                    "beforeSending",
                    type("execute.SettleProcedure"),
                    "mustLookFirst",
                    "neverLooksFirst")),
    THE_OFFSET_GOES_BEFORE_THE_ANSWER(
            "an offset is committed when its command was polled",
            executor("ExecutorCore", "polled", type("execute.PartitionProgress"), "polled", "finishedWhenPolled"),
            executor(
                    "ExecutorCore",
                    "answerAcknowledged",
                    type("execute.PartitionProgress"),
                    "finished",
                    "finishedBefore")),
    AN_ANSWER_THAT_WAS_NOT_TAKEN_IS_DROPPED(
            "an answer is sent once, whatever the broker says",
            executor("ExecutorCore", "answerFailed", PriorityQueue.class, "add", "failedAnswerIsDropped")),
    // The adapter
    A_TIMEOUT_IS_A_REFUSAL(
            "the adapter calls a lost connection a refusal",
            new Replacement(
                    type("provider.http.HttpProvider"),
                    "settle",
                    HttpCalls.class,
                    "call",
                    PlantedInAdapter.class,
                    "timeoutIsRefusal")),
    A_SERVER_ERROR_IS_A_REFUSAL(
            "the adapter calls HTTP 500 a refusal",
            new Replacement(
                    type("provider.http.HttpProvider"),
                    "settle",
                    type("provider.http.OutcomeClassifier"),
                    "ofSettle",
                    PlantedInAdapter.class,
                    "serverErrorIsRefusal")),
    ANY_MISSING_PAGE_MEANS_NOT_PAID(
            "the adapter takes a proxy's HTTP 404 for the provider's word",
            new Replacement(
                    type("provider.http.HttpProvider"),
                    "lookUp",
                    type("provider.http.OutcomeClassifier"),
                    "ofLookUp",
                    PlantedInAdapter.class,
                    "anyMissingPageMeansNotPaid")),
    // People, providers as they are, and years
    A_REFUND_BY_HAND_IS_NOT_SEEN(
            "while a refund of ours is open, one made by hand is not taken over, and its notice is used up",
            Set.of(Wider.TOLD_IS_KNOWN),
            rules("Evidence", "applyAll", "Evidence", "mayListOursUnnamed", "anyOpenRefundMayBeIt"),
            rules("Descriptions", "read", "Draft", "notifiedOfCharge", "noticeIsUsedUp")),
    ONE_PAYMENT_IS_TWO_REFUNDS(
            "a person may resolve a refund as paid under an id that another refund has",
            Set.of(Wider.OPERATORS),
            rules("Resolutions", "settle", "Resolutions", "isOfAnother", "anyIdIsFree")),
    A_PERSONS_WORD_IS_FINAL(
            "what the provider tells of a refund that a person resolved is not believed",
            Set.of(Wider.OPERATORS),
            rules("Answers", "answered", "Evidence", "apply", "peoplesWordStands")),
    ANY_REFERENCE_IS_OURS(
            "whatever UUID stands in our reference's place becomes a refund id of ours",
            Set.of(Wider.STRANGERS_REFERENCES),
            rules("Evidence", "ownReference", "RefundId", "isOf", "anyReferenceIsOurs")),
    A_REJECTED_REQUEST_BINDS_THE_CHARGE(
            "what a rejected request says of the charge holds for all later ones",
            Set.of(Wider.LISTING, Wider.HONEST_REFUSALS),
            rules("Queue", "decideHead", "Queue", "refuseHead", "rejectedBindsTheCharge")),
    FOREIGN_MONEY_IS_IGNORED(
            "a refund in another currency than the charge's counts for nothing",
            Set.of(Wider.OTHER_CURRENCY),
            rules("Judgement", "onFacts", "Draft", "refundedInOtherThan", "allMoneyIsAlike")),
    A_FAILED_LOOK_UP_IS_MADE_AGAIN_AT_ONCE(
            "a notice whose look-up failed is looked up again before any request is decided",
            Set.of(Wider.BLIND_LOOK_UPS, Wider.HONEST_REFUSALS),
            rules("Answers", "hintAgain", "Draft", "noticeLater", "noticeAtOnce")),
    A_READING_THAT_FAILED_IS_EVERYBODYS(
            "a request that needs no reading is rejected because the one before it waited for one in vain",
            Set.of(Wider.OPERATORS, Wider.HONEST_REFUSALS),
            rules("Queue", "endHead", "Queue", "isFree", "nothingIsFree"),
            rules("Deadlines", "missedAnswer", "Draft", "excuse", "nobodyIsExcused")),
    A_READING_IS_AWAITED_THAT_NOBODY_NEEDS(
            "a request waits for the next reading although it needs none any more",
            EnumSet.complementOf(EnumSet.of(Wider.DISPUTES)),
            rules("Queue", "advance", "Queue", "isFree", "onlyBetweenReadings"),
            rules("Queue", "endHead", "Queue", "isFree", "onlyBetweenReadings")),
    REJECTED_IDS_ARE_KEPT_FOR_EVER(
            "rejected requests fill the memory of their charge",
            Set.of(Wider.LIMITS_OVER_TIME),
            rules("Arrivals", "decide", "Refusals", "forget", "nothingIsForgotten")),
    A_DISPUTED_CHARGE_IS_REFUNDED(
            "a refund is accepted although a dispute about its charge is open",
            Set.of(Wider.DISPUTES),
            rules("Judgement", "onFacts", "Draft", "isDisputed", "nothingIsDisputed")),
    A_DISPUTE_IS_LOOKED_AT_ONCE(
            "a refund that was delayed is sent although a dispute was opened meanwhile",
            Set.of(Wider.DISPUTES),
            rules("Attempts", "contradiction", "Draft", "isDisputed", "nothingIsDisputed")),
    REVIEW_IS_THE_END(
            "a refund in review is looked up no more, and pending ones come into review after a month",
            Set.of(Wider.LONG_PENDING),
            rules("Draft", "update", "Resolutions", "stillLookedUp", "nobodyLooksAnyMore")),
    // The transaction
    THE_CALL_GOES_OUT_BEFORE_THE_COMMIT(
            "commands are written outside of the decision's transaction",
            new Replacement(
                    Moves.class, "decide", World.class, "aborted", PlantedInTransaction.class, "commandsEscape"),
            new Replacement(
                    Simulation.class,
                    "decide",
                    Simulation.class,
                    "aborted",
                    PlantedInTransaction.class,
                    "commandsEscape"));

    final String description;
    /** What the world must hold besides machines and networks, so that the bug shows. */
    final Set<Wider> elements;

    private final List<Replacement> replacements;

    PlantedBug(String description, Replacement... replacements) {
        this(description, Set.of(), replacements);
    }

    PlantedBug(String description, Set<Wider> elements, Replacement... replacements) {
        this.description = description;
        this.elements = elements;
        this.replacements = List.of(replacements);
    }

    <T> T trying(Callable<T> what) {
        return Replacement.trying(replacements, what);
    }

    private static Replacement rules(String in, String method, String owner, String call, String instead) {
        return new Replacement(
                type("domain." + in), method, type("domain." + owner), call, PlantedInDomain.class, instead);
    }

    private static Replacement executor(String in, String method, Class<?> owner, String call, String instead) {
        return new Replacement(type("execute." + in), method, owner, call, PlantedInExecutor.class, instead);
    }

    /** Most of these classes are nobody's business outside of their packages. */
    private static Class<?> type(String name) {
        try {
            return Class.forName("io.github.refundworker." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
