package io.github.refundworker.provider;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.Told;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of reading a webhook. */
public sealed interface WebhookReading {
    /**
     * Not signed with a configured key, or signed too long ago. Nothing in it counts. The sender gets 401.
     *
     * @param why for logs; quotes nothing of the webhook
     */
    record Forged(String why) implements WebhookReading {}

    /**
     * Signed by the provider, in an unknown form. Another delivery will not help, but an operator should see it.
     *
     * @param why for logs; quotes nothing of the webhook
     */
    record Unreadable(String why) implements WebhookReading {}

    /**
     * Signed by the provider, and not about a refund of this account. The worker acknowledges and ignores it.
     *
     * @param type the provider's name for the kind of event; used as a metric's tag only if it is one of a known few
     */
    record Unrelated(String type) implements WebhookReading {}

    /**
     * Something about a refund of this charge changed. The worker looks up what changed, so order and repetition of
     * webhooks do not matter. What the event says about the refund is only compared with what is known; if both
     * agree, no look-up is made.
     *
     * @param eventId the provider's id of the event; the same in every delivery of it
     * @param chargeId in the form that requests use for this account
     * @param refundId our id, if the refund carries our reference
     * @param providerRefundId the provider's id of the refund, if the event names one
     * @param told what the event says about the refund, if it is as complete as a look-up
     * @param happened when the change happened by the provider's clock, if the event says it
     */
    record Notified(
            String eventId,
            ChargeId chargeId,
            @Nullable RefundId refundId,
            @Nullable String providerRefundId,
            @Nullable Told told,
            @Nullable Instant happened)
            implements WebhookReading {
        public Notified(
                String eventId, ChargeId chargeId, @Nullable RefundId refundId, @Nullable String providerRefundId) {
            this(eventId, chargeId, refundId, providerRefundId, null, null);
        }
    }
}
