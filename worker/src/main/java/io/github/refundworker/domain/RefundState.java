package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a refund. Each state has only its own fields, and every open state knows its due time. */
public sealed interface RefundState {

    /** An open state: money may still move, so the charge takes no other refund. */
    sealed interface Open extends RefundState {
        /** When to act although nothing arrived. Absent if only a person or a webhook can bring news. */
        @Nullable
        Instant due();
    }

    sealed interface Closed extends RefundState {}

    /**
     * Passed to the executor. Nothing shows yet that the provider has seen it.
     *
     * @param due when to issue the next command, after the last one ended unsent
     */
    record Submitted(Instant due) implements Open {}

    /** The provider has it and will decide later. */
    record AwaitingProvider(String providerRefundId, Instant due, int polls) implements Open {}

    /** It may or may not have been executed. */
    record Unresolved(Instant due) implements Open {}

    /** Refused, and the refusal is not known to be stored. Until the due time another delivery may still succeed. */
    record Confirming(StatusInfo refusal, Instant due) implements Open {}

    /**
     * In review: a person must decide. Later answers of the provider still count.
     *
     * @param due when to look it up again; absent if the provider cannot be asked, or was asked for long enough
     */
    record InReview(
            StatusInfo why,
            @Nullable String providerRefundId,
            @Nullable Instant due) implements Open {
        public InReview(StatusInfo why, @Nullable String providerRefundId) {
            this(why, providerRefundId, null);
        }
    }

    /** @param why present only if a person resolved the refund or was contradicted */
    record Succeeded(
            @Nullable String providerRefundId, @Nullable StatusInfo why) implements Closed {
        public Succeeded(@Nullable String providerRefundId) {
            this(providerRefundId, null);
        }
    }

    record Failed(StatusInfo why, @Nullable String providerRefundId) implements Closed {}

    /** Paid, and reversed or failed afterwards. */
    record Reversed(StatusInfo why, @Nullable String providerRefundId) implements Closed {}

    default @Nullable String providerRefundId() {
        return switch (this) {
            case Submitted _, Unresolved _, Confirming _ -> null;
            case AwaitingProvider(String id, var _, var _) -> id;
            case InReview(var _, var id, var _) -> id;
            case Succeeded(var id, var _) -> id;
            case Failed(var _, var id) -> id;
            case Reversed(var _, var id) -> id;
        };
    }

    /** The reason for the status, if it is public. */
    default @Nullable StatusInfo statusInfo() {
        return switch (this) {
            case Submitted _, Unresolved _, Confirming _, AwaitingProvider _ -> null;
            case Succeeded(var _, var why) -> why;
            case InReview(StatusInfo why, var _, var _) -> why;
            case Failed(StatusInfo why, var _) -> why;
            case Reversed(StatusInfo why, var _) -> why;
        };
    }

    default RefundStatus status() {
        return switch (this) {
            case Open _ -> RefundStatus.PENDING;
            case Succeeded _ -> RefundStatus.SUCCEEDED;
            case Failed _ -> RefundStatus.FAILED;
            case Reversed _ -> RefundStatus.REVERSED;
        };
    }
}
