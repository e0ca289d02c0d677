package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a refund stands. Each state has only its own fields, and every open one but review knows when it is due. */
public sealed interface RefundState {

    /** Not final yet: money may still move, so the charge takes no other refund. */
    sealed interface Open extends RefundState {
        /** When to act although nothing was heard; absent where only a person can act. */
        @Nullable
        Instant due();
    }

    sealed interface Closed extends RefundState {}

    /**
     * Given to the executor; nothing says that the provider has seen it.
     *
     * @param due when to issue the next command, once the last one ended unsent
     */
    record Submitted(Instant due) implements Open {}

    /** The provider has it and will decide later. */
    record AwaitingProvider(String providerRefundId, Instant due, int polls) implements Open {}

    /** It may or may not have been executed. */
    record Unresolved(Instant due) implements Open {}

    /** Refused by a provider that does not store refusals: another delivery may still succeed until the due time. */
    record Confirming(StatusInfo refusal, Instant due) implements Open {}

    /** Left to a person; later answers of the provider still count. */
    record InReview(StatusInfo why, @Nullable String providerRefundId) implements Open {
        @Override
        public @Nullable Instant due() {
            return null;
        }
    }

    /** @param why absent unless a person said so, or was contradicted */
    record Succeeded(
            @Nullable String providerRefundId, @Nullable StatusInfo why) implements Closed {
        public Succeeded(@Nullable String providerRefundId) {
            this(providerRefundId, null);
        }
    }

    record Failed(StatusInfo why, @Nullable String providerRefundId) implements Closed {}

    /** Paid, and taken back or failed afterwards. */
    record Reversed(StatusInfo why, @Nullable String providerRefundId) implements Closed {}

    default @Nullable String providerRefundId() {
        return switch (this) {
            case Submitted _, Unresolved _, Confirming _ -> null;
            case AwaitingProvider(String id, var _, var _) -> id;
            case InReview(var _, var id) -> id;
            case Succeeded(var id, var _) -> id;
            case Failed(var _, var id) -> id;
            case Reversed(var _, var id) -> id;
        };
    }

    /** Public only where it explains a status that people see. */
    default @Nullable StatusInfo statusInfo() {
        return switch (this) {
            case Submitted _, Unresolved _, Confirming _, AwaitingProvider _ -> null;
            case Succeeded(var _, var why) -> why;
            case InReview(StatusInfo why, var _) -> why;
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
