package io.github.refundworker.provider;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import org.jspecify.annotations.Nullable;

/** What a delivery to our webhook endpoint is. */
public sealed interface WebhookReading {
    /**
     * Not signed by the provider with a key that is configured, or signed too long ago. Nothing in it is believed; the
     * sender is told that it is not known (401).
     *
     * @param why for people; quotes nothing of the delivery
     */
    record Forged(String why) implements WebhookReading {}

    /**
     * Signed by the provider, in a form that we do not know. Sending it again will not help, but it should be seen.
     *
     * @param why for people; quotes nothing of the delivery
     */
    record Unreadable(String why) implements WebhookReading {}

    /**
     * Signed by the provider, and about no refund of this account: acknowledged, and nothing is done.
     *
     * @param type the provider's name for the kind of event; a tag of a metric only if it is one of a known few
     */
    record Unrelated(String type) implements WebhookReading {}

    /**
     * Something changed about a refund of this charge. It is a hint and no more: what changed is looked up, so neither
     * the order of such hints nor their repetition matters, and what a hint says of status or amount is not even read.
     *
     * @param eventId the provider's id of the event; the same in every delivery of it
     * @param chargeId in the form that requests use for this account
     * @param refundId ours, if the refund carries our reference
     * @param providerRefundId the provider's id of the refund, if the event names one
     */
    record Notified(
            String eventId,
            ChargeId chargeId,
            @Nullable RefundId refundId,
            @Nullable String providerRefundId) implements WebhookReading {}
}
