package io.github.refundworker.ops.review;

import static io.github.refundworker.domain.StatusInfo.NEEDS_REVIEW;
import static io.github.refundworker.domain.StatusInfo.OPERATOR_CONTRADICTED;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.StatusInfo;
import java.util.List;
import java.util.Set;

/**
 * A refund as the status topic tells of it.
 *
 * @param revisions every one of them, in order; at least one
 */
public record RefundStory(List<Refund> revisions) {

    private static final Set<String> FOR_PEOPLE = Set.of(NEEDS_REVIEW, OPERATOR_CONTRADICTED);

    public RefundStory {
        revisions = List.copyOf(revisions);
    }

    public Refund latest() {
        return revisions.getLast();
    }

    /** Whether nobody but a person can say what became of it, or must see that one was mistaken. */
    public static boolean needsAPerson(Refund refund) {
        StatusInfo info = refund.statusInfo();
        return info != null && FOR_PEOPLE.contains(info.code());
    }
}
