package io.github.refundworker.ops.client;

import static io.github.refundworker.domain.StatusInfo.NEEDS_REVIEW;
import static io.github.refundworker.domain.StatusInfo.OPERATOR_CONTRADICTED;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which refunds of the status topic wait for a person. */
public final class Reviews {

    private static final Set<String> FOR_PEOPLE = Set.of(NEEDS_REVIEW, OPERATOR_CONTRADICTED);

    private Reviews() {}

    /** Whether the refund is in review: it is pending, and only a person's decision can end it. */
    public static boolean isInReview(Refund refund) {
        return refund.status() == RefundStatus.PENDING && needsAPerson(refund);
    }

    /** The same of a refund's status and its {@code statusInfo.code}. */
    public static boolean isInReview(@Nullable RefundStatus status, @Nullable String code) {
        return status == RefundStatus.PENDING && code != null && FOR_PEOPLE.contains(code);
    }

    /** Whether a person has to look at the refund: it is in review, or the provider contradicts a person's decision. */
    public static boolean needsAPerson(Refund refund) {
        StatusInfo info = refund.statusInfo();
        return info != null && FOR_PEOPLE.contains(info.code());
    }
}
