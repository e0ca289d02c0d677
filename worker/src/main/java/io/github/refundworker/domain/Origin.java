package io.github.refundworker.domain;

/** The origin of a refund: a request, or somebody at the provider. */
public sealed interface Origin {
    /**
     * We did, because a request asked for it.
     *
     * @param trail of the request
     */
    record Requested(RequestId requestId, RequestMark mark, Trail trail, Settlement settlement) implements Origin {}

    /** Somebody else did, at the provider; we found it there. */
    record FoundAtProvider() implements Origin {}
}
