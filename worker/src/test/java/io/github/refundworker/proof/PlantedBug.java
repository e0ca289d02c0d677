package io.github.refundworker.proof;

import io.github.refundworker.domain.PlantedInDomain;
import io.github.refundworker.execute.PlantedInExecutor;
import io.github.refundworker.provider.http.PlantedInAdapter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Mistakes that people make in such a worker, each put into the real code at the place where it would be made. The proof
 * must find every one. What neither explorer nor simulation can find is held by tests that worker/docs/proof.md names.
 */
enum PlantedBug {
    // What an outcome means
    A_TIMEOUT_IS_A_FAILURE("the rules call a refund FAILED when its outcome is unknown", PlantedInDomain.TIMEOUT_FAILS),
    A_CALL_NOT_SENT_IS_A_FAILURE(
            "the rules call a refund FAILED when the provider was not reached", PlantedInDomain.UNSENT_FAILS),
    AN_EXPIRED_COMMAND_IS_A_FAILURE(
            "the rules call a refund FAILED when its command came too late", PlantedInDomain.EXPIRED_FAILS),
    A_DECLINE_IS_FINAL_AT_ONCE(
            "a refusal is believed although the provider forgets refusals", PlantedInDomain.REFUSAL_IS_FINAL),
    ANY_REFUSAL_IS_STORED(
            "a refusal is believed although nothing says that it is stored under the key",
            PlantedInDomain.ANY_REFUSAL_IS_STORED),
    A_DECLINE_IS_CONFIRMED_TOO_EARLY(
            "a refusal is confirmed at once, although another delivery may still send",
            PlantedInDomain.QUIET_AT_ONCE,
            PlantedInDomain.ALWAYS_QUIET),
    PENDING_IS_PAID(
            "a refund that the provider will decide later is called SUCCEEDED", PlantedInDomain.PENDING_IS_PAID),
    A_REVERSAL_IS_IGNORED("a success stays one after the provider took it back", PlantedInDomain.REVERSAL_IS_IGNORED),
    A_REVERSAL_IS_A_FAILURE("a refund that was taken back is called FAILED", PlantedInDomain.REVERSAL_IS_FAILURE),
    // Late answers and hints
    A_LATE_ANSWER_OVER_A_NEWER_ONE(
            "an answer to an earlier command counts like a new one",
            PlantedInDomain.LATE_ANSWER_COUNTS,
            PlantedInDomain.NOTHING_IS_DOUBTFUL),
    A_HINT_IS_LOST_BEHIND_A_COMMAND(
            "a webhook that comes while a command is open is dropped", PlantedInDomain.HINT_IS_LOST_BEHIND_A_COMMAND),
    A_HINT_IS_LOST_WITH_ITS_LOOK_UP(
            "a webhook is forgotten when the look-up that it caused fails", PlantedInDomain.HINT_IS_LOST),
    A_HINT_IS_NOT_COMPARED(
            "a webhook about a known refund is taken for known, whatever it says",
            PlantedInDomain.ANY_KNOWN_REFUND_IS_KNOWN),
    // Identity
    A_KEY_PER_ATTEMPT("every call has an idempotency key of its own", PlantedInAdapter.KEY_OF_THE_ATTEMPT),
    IDS_ARE_JOINED_WITHOUT_LENGTHS(
            "a refund's id is a hash of its parts run together",
            PlantedInDomain.JOINED_WITHOUT_LENGTHS,
            PlantedInDomain.ID_OF_THE_DIGEST),
    ACCEPTED_IDS_ARE_NOT_LOOKED_UP(
            "a request that was accepted before is accepted again",
            PlantedInDomain.NO_REFUND_IS_FOUND,
            PlantedInDomain.NO_REFUND_IS_KNOWN),
    REJECTED_IDS_ARE_FORGOTTEN(
            "the id of a rejected request is not kept",
            PlantedInDomain.REJECTED_ID_IS_FORGOTTEN_BY_THE_QUEUE,
            PlantedInDomain.REJECTED_ID_IS_FORGOTTEN_BY_THE_ARRIVALS),
    REJECTED_IDS_ARE_FORGOTTEN_TOO_EARLY(
            "a rejected request is forgotten while its copies may still be taken",
            PlantedInDomain.EVERYTHING_IS_FORGOTTEN),
    ANY_CONTENT_IS_THE_SAME(
            "a request id with other content is taken for a repetition", PlantedInDomain.ANY_CONTENT_IS_THE_SAME),
    COMMAND_NUMBERS_BEGIN_ANEW(
            "commands are numbered from 1 whenever none is open", PlantedInDomain.NUMBERS_BEGIN_ANEW),
    CLOSED_REFUNDS_ARE_FORGOTTEN("a charge keeps only its open refunds", PlantedInDomain.CLOSED_ARE_FORGOTTEN),
    WAITING_REQUESTS_ARE_FORGOTTEN(
            "requests that wait when a refund stays open are dropped without an answer",
            PlantedInDomain.WAITING_IS_FORGOTTEN),
    // Sums and facts
    THE_GUARD_TRUSTS_OLD_FACTS(
            "a guard is compared with what was known an hour ago", PlantedInDomain.ANY_FACTS_ARE_FRESH),
    THE_GUARD_IS_LOOKED_AT_ONCE(
            "a refund that was delayed is sent on what was read before it was accepted",
            PlantedInDomain.FACTS_DECIDE_NOTHING),
    THE_WHOLE_IS_WHAT_IT_WAS(
            "a whole charge is refunded as it was when it was read long ago",
            PlantedInDomain.WHOLE_CHARGES_NEED_NO_FRESH_FACTS),
    ANY_READING_IS_FRESH(
            "a charge that was read before a request came counts as read for it",
            PlantedInDomain.ANY_READING_IS_FOR_THE_HEAD),
    NOTHING_WAS_REFUNDED("limits are compared with the captured amount alone", PlantedInDomain.NOTHING_WAS_REFUNDED),
    AN_OPEN_REFUND_HOLDS_UP_NOBODY(
            "a request is decided beside a refund that is not over", PlantedInDomain.OPEN_REFUNDS_DO_NOT_MATTER),
    THE_SUM_IS_THE_PRESENT_ONE(
            "a later attempt says how much is refunded now instead of at acceptance",
            PlantedInDomain.WITH_THE_PRESENT_SUM),
    OUR_OWN_REFUND_IS_IMPORTED(
            "a refund of ours is counted again when the charge is read", PlantedInDomain.NOTHING_HELD_IS_KNOWN),
    THE_BALANCE_FORGETS_WHAT_IS_PENDING("open refunds are not in the balance", PlantedInDomain.NOTHING_IS_PENDING),
    // Attempts
    AN_UNCERTAIN_ATTEMPT_IS_FORGOTTEN(
            "an attempt after an unclear one does not look first", PlantedInDomain.UNCERTAINTY_IS_FORGOTTEN),
    THE_NEXT_ATTEMPT_DOES_NOT_WAIT(
            "without keys, an attempt begins while another may be under way",
            PlantedInDomain.AT_ONCE_AFTER_AN_UNCLEAR_CALL,
            PlantedInDomain.AT_ONCE_AFTER_A_CALL_NOT_SENT),
    AN_ANSWER_IS_AWAITED_FOR_EVER("a command that is never answered stays open", PlantedInDomain.NO_ANSWER_IS_MISSED),
    // The executor
    THE_AGE_COUNTS_FROM_THE_ATTEMPT(
            "a key's age is counted from the record of the last command",
            PlantedInExecutor.AGE_COUNTS_FROM_THE_ATTEMPT),
    A_COMMAND_IS_NEVER_TOO_LATE(
            "a refund is sent however old its command is", PlantedInExecutor.NEVER_TOO_LATE_TO_SEND),
    A_KEY_IS_TRUSTED_FOR_EVER(
            "a refund is sent under a key that its provider may have forgotten",
            PlantedInExecutor.ALWAYS_IN_THE_WINDOW),
    NOBODY_LOOKS_FIRST(
            "a refund is sent without looking it up, where no key protects it", PlantedInExecutor.NEVER_LOOKS_FIRST),
    THE_OFFSET_GOES_BEFORE_THE_ANSWER(
            "an offset is committed when its command was polled",
            PlantedInExecutor.FINISHED_WHEN_POLLED,
            PlantedInExecutor.FINISHED_BEFORE),
    AN_ANSWER_THAT_WAS_NOT_TAKEN_IS_DROPPED(
            "an answer is sent once, whatever the broker says", PlantedInExecutor.FAILED_ANSWER_IS_DROPPED),
    // The adapter
    A_TIMEOUT_IS_A_REFUSAL("the adapter calls a lost connection a refusal", PlantedInAdapter.TIMEOUT_IS_REFUSAL),
    A_SERVER_ERROR_IS_A_REFUSAL("the adapter calls HTTP 500 a refusal", PlantedInAdapter.SERVER_ERROR_IS_REFUSAL),
    ANY_MISSING_PAGE_MEANS_NOT_PAID(
            "the adapter takes a proxy's HTTP 404 for the provider's word",
            PlantedInAdapter.ANY_MISSING_PAGE_MEANS_NOT_PAID),
    // People, providers as they are, and years
    A_REFUND_BY_HAND_IS_NOT_SEEN(
            "while a refund of ours is open, one made by hand is not taken over, and its notice is used up",
            Set.of(Wider.TOLD_IS_KNOWN),
            PlantedInDomain.ANY_OPEN_REFUND_MAY_BE_IT,
            PlantedInDomain.NOTICE_IS_USED_UP),
    ONE_PAYMENT_IS_TWO_REFUNDS(
            "a person may resolve a refund as paid under an id that another refund has",
            Set.of(Wider.OPERATORS),
            PlantedInDomain.ANY_ID_IS_FREE),
    A_PERSONS_WORD_IS_FINAL(
            "what the provider tells of a refund that a person resolved is not believed",
            Set.of(Wider.OPERATORS),
            PlantedInDomain.PEOPLES_WORD_STANDS),
    ANY_REFERENCE_IS_OURS(
            "whatever UUID stands in our reference's place becomes a refund id of ours",
            Set.of(Wider.STRANGERS_REFERENCES),
            PlantedInDomain.ANY_REFERENCE_IS_OURS),
    A_REJECTED_REQUEST_BINDS_THE_CHARGE(
            "what a rejected request says of the charge holds for all later ones",
            Set.of(Wider.LISTING, Wider.HONEST_REFUSALS),
            PlantedInDomain.REJECTED_BINDS_THE_CHARGE),
    FOREIGN_MONEY_IS_IGNORED(
            "a refund in another currency than the charge's counts for nothing",
            Set.of(Wider.OTHER_CURRENCY),
            PlantedInDomain.ALL_MONEY_IS_ALIKE),
    A_FAILED_LOOK_UP_IS_MADE_AGAIN_AT_ONCE(
            "a notice whose look-up failed is looked up again before any request is decided",
            Set.of(Wider.BLIND_LOOK_UPS, Wider.HONEST_REFUSALS),
            PlantedInDomain.NOTICE_AT_ONCE),
    A_READING_THAT_FAILED_IS_EVERYBODYS(
            "a request that needs no reading is rejected because the one before it waited for one in vain",
            Set.of(Wider.OPERATORS, Wider.HONEST_REFUSALS),
            PlantedInDomain.NOTHING_IS_FREE,
            PlantedInDomain.NOBODY_IS_EXCUSED),
    A_READING_IS_AWAITED_THAT_NOBODY_NEEDS(
            "a request waits for the next reading although it needs none any more",
            EnumSet.complementOf(EnumSet.of(Wider.DISPUTES)),
            PlantedInDomain.ONLY_BETWEEN_READINGS),
    REJECTED_IDS_ARE_KEPT_FOR_EVER(
            "rejected requests fill the memory of their charge",
            Set.of(Wider.LIMITS_OVER_TIME),
            PlantedInDomain.NOTHING_IS_FORGOTTEN),
    A_DISPUTED_CHARGE_IS_REFUNDED(
            "a refund is accepted although a dispute about its charge is open",
            Set.of(Wider.DISPUTES),
            PlantedInDomain.NOTHING_IS_DISPUTED_AT_ACCEPTANCE),
    A_DISPUTE_IS_LOOKED_AT_ONCE(
            "a refund that was delayed is sent although a dispute was opened meanwhile",
            Set.of(Wider.DISPUTES),
            PlantedInDomain.NOTHING_IS_DISPUTED_AT_THE_ATTEMPT),
    REVIEW_IS_THE_END(
            "a refund in review is looked up no more, and pending ones come into review after a month",
            Set.of(Wider.LONG_PENDING),
            PlantedInDomain.NOBODY_LOOKS_ANY_MORE),
    // The transaction
    THE_CALL_GOES_OUT_BEFORE_THE_COMMIT(
            "commands are written outside of the decision's transaction",
            PlantedInTransaction.ESCAPE_IN_THE_EXPLORER,
            PlantedInTransaction.ESCAPE_IN_THE_SIMULATION);

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
}
