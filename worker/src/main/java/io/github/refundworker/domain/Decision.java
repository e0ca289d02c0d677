package io.github.refundworker.domain;

import java.util.List;

/** The result of deciding on an input. */
public sealed interface Decision {
    /** @param effects in the order in which they are to be written */
    record Next(ChargeState state, List<Effect> effects) implements Decision {
        public Next {
            effects = List.copyOf(effects);
        }
    }

    /** Nothing changes. */
    record Ignore(Why why) implements Decision {}

    enum Why {
        /** The same record once more. */
        SAME_RECORD,
        /** A copy of a request that still waits for its turn. */
        STILL_WAITING,
        /** An answer to a command that is not open any more. */
        NOT_AWAITED,
        /** A newer answer is known. */
        SUPERSEDED,
        /** It says what is known already. */
        NOTHING_NEW,
        UNKNOWN_REFUND,
        NOTHING_DUE,
        /** The operator had not seen the latest revision. */
        OUTDATED_REVISION,
        /** Only a refund in review, or one whose resolution was contradicted, can be resolved by a person. */
        NOT_IN_REVIEW,
        /** An attempt may still be under way, so that nobody can know yet that it was not paid. */
        STILL_UNDER_WAY,
        /** The provider has shown the opposite; it can only be accepted. */
        CONTRADICTS_PROVIDER,
        /** The provider's id that the operator named is that of another refund of the charge. */
        PROVIDER_ID_TAKEN,
        /** The account cannot be asked, or is not configured any more. */
        CANNOT_ASK,
        /** What was captured is not a request's word: the provider tells it, or no request was accepted yet. */
        NOT_DECLARED,
        /** The amount is less than what is refunded or pending, or the account cannot refund in its form. */
        CANNOT_BE_CAPTURED
    }
}
