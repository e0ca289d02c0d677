package io.github.refundworker.domain;

/** The reason for a refund's status: a code of ours or the provider's, and a sentence for people. */
public record StatusInfo(String code, String description) {
    public static final String NEEDS_REVIEW = "NEEDS_REVIEW";
    public static final String RESOLVED_BY_OPERATOR = "RESOLVED_BY_OPERATOR";

    /** The provider says otherwise than the person who resolved it; people must look again. */
    public static final String OPERATOR_CONTRADICTED = "OPERATOR_CONTRADICTED";
}
