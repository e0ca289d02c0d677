package io.github.refundworker.domain;

/** Who made a refund. */
public sealed interface Origin {
    /** We did, because a request asked for it. */
    record Requested(RequestId requestId, RequestMark mark, Settlement settlement) implements Origin {}

    /** Somebody else did, at the provider; we found it there. */
    record FoundAtProvider() implements Origin {}
}
