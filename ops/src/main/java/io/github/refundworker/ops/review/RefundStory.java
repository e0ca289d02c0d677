package io.github.refundworker.ops.review;

import static io.github.refundworker.domain.StatusInfo.NEEDS_REVIEW;
import static io.github.refundworker.domain.StatusInfo.OPERATOR_CONTRADICTED;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import java.util.List;
import java.util.Set;

/**
 * The history of a refund on the status topic.
 *
 * @param revisions all revisions in order; at least one
 */
public record RefundStory(List<Refund> revisions) {

    private static final Set<String> FOR_PEOPLE = Set.of(NEEDS_REVIEW, OPERATOR_CONTRADICTED);

    public RefundStory {
        revisions = List.copyOf(revisions);
    }

    public Refund latest() {
        return revisions.getLast();
    }

    /** Whether it waits for a person and nothing else will happen by itself. */
    public static boolean isInReview(Refund refund) {
        return refund.status() == RefundStatus.PENDING && needsAPerson(refund);
    }

    /** Whether nobody but a person can say what became of it, or must see that one was mistaken. */
    public static boolean needsAPerson(Refund refund) {
        StatusInfo info = refund.statusInfo();
        return info != null && isForPeople(info.code());
    }

    /** Whether a {@code statusInfo.code} says so. */
    public static boolean isForPeople(String code) {
        return FOR_PEOPLE.contains(code);
    }
}
