package io.github.refundworker.ops.review;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.ops.review.InputsLog.Place;
import org.jspecify.annotations.Nullable;

/** The result of an operator's decision. */
public sealed interface Verdict {

    /** Where the decision stands on the inputs log. */
    Place place();

    /**
     * The worker has done what was decided.
     *
     * @param answer of the provider, where it was asked
     * @param refund as it stands then, where the decision is about one
     */
    record Taken(
            Place place, @Nullable Answer answer, @Nullable Refund refund) implements Verdict {}

    /**
     * The worker has not done it and will not.
     *
     * @param refund as it stood, where the decision is about one
     */
    record Refused(Place place, String reason, @Nullable Refund refund) implements Verdict {}

    /** The worker or the provider takes its time; the decision stays on the log. */
    record Open(Place place, String reason) implements Verdict {}
}
