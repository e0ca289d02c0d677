package io.github.refundworker.contracts;

import java.util.Optional;

/** The values of the header {@link EventHeaders#TYPE}. Later versions may add types: skip those you do not know. */
public final class EventTypes {

    public static final String CREATED = "io.github.refundworker.refund.created.v1";
    public static final String UPDATED = "io.github.refundworker.refund.updated.v1";
    public static final String REJECTED = "io.github.refundworker.refund.rejected.v1";
    public static final String REPEATED = "io.github.refundworker.refund.repeated.v1";

    /** An {@link OperatorAnswered}, which is no {@link RefundEvent}: readers of refunds skip it. */
    public static final String OPERATOR_ANSWERED = "io.github.refundworker.operator.answered.v1";

    private EventTypes() {}

    /** The type to send an event as. */
    public static String of(RefundEvent event) {
        if (event instanceof RefundCreated) {
            return CREATED;
        }
        if (event instanceof RefundUpdated) {
            return UPDATED;
        }
        return event instanceof RefundRejected ? REJECTED : REPEATED;
    }

    /** The record to read an event of that type as; empty for a type that this version does not know. */
    public static Optional<Class<? extends RefundEvent>> recordOf(String type) {
        return switch (type) {
            case CREATED -> Optional.of(RefundCreated.class);
            case UPDATED -> Optional.of(RefundUpdated.class);
            case REJECTED -> Optional.of(RefundRejected.class);
            case REPEATED -> Optional.of(RefundRepeated.class);
            default -> Optional.empty();
        };
    }
}
