package io.github.refundworker.domain;

/**
 * What a webhook says about a refund. The decider only compares it with what is known. If they differ, the refund is
 * looked up, because webhooks arrive late and out of order.
 */
public sealed interface Told {
    /** The refund as it stood when the notice was made. */
    record Shown(ProviderRefund refund) implements Told {}

    /** Our own call made the refund. The answer to that call says the same. */
    record Made() implements Told {}
}
