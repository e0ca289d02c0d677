package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/** A public event. It carries the charge's balance after the event, once a balance exists. */
public sealed interface StatusEvent {
    @Nullable
    Balance balance();

    /** A refund got its first status. */
    record Created(Refund refund, @Nullable Balance balance) implements StatusEvent {}

    record Updated(Refund refund, @Nullable Balance balance) implements StatusEvent {}

    /** No money moves for this request. Another one with its id may have a refund, where the rejection says so. */
    record Rejected(
            RequestId requestId,
            Source source,
            Rejection rejection,
            @Nullable Balance balance) implements StatusEvent {}

    /**
     * A request that was answered before came again; its answer, again.
     *
     * @param refund as it stands now, where the request was accepted
     * @param code why not, where it was rejected
     */
    record Repeated(
            RequestId requestId,
            Source source,
            @Nullable Refund refund,
            @Nullable ErrorCode code,
            @Nullable Balance balance)
            implements StatusEvent {}
}
