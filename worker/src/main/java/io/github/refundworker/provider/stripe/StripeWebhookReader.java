package io.github.refundworker.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.net.ApiMode;
import com.stripe.net.Webhook;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.Told;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.WebhookReading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's events about refunds and disputes, in the form of any API version that the endpoint uses. Only the ids must be
 * readable. Stripe's library verifies the signature.
 */
public final class StripeWebhookReader implements WebhookReader {
    private static final String SIGNATURE = "Stripe-Signature";

    /** Seconds for which a signature is valid, as Stripe recommends. */
    private static final long TOLERANCE = 300;

    private static final Set<String> OF_REFUND =
            Set.of("refund.created", "refund.updated", "refund.failed", "charge.refund.updated");
    private static final Set<String> OF_DISPUTE = Set.of(
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.funds_reinstated");
    private static final String OF_CHARGE = "charge.refunded";

    /** Parses Stripe's objects. It makes no call, so it needs no key. */
    private static final StripeClient LIBRARY = new StripeClient("none");

    private final List<String> secrets;
    private final @Nullable String connectedAccount;
    private final ChargeIds chargeIds;

    /** @param secrets {@code whsec_…}; more than one during the replacement of a secret */
    public StripeWebhookReader(List<String> secrets, @Nullable String connectedAccount, ChargeIds chargeIds) {
        this.secrets = List.copyOf(secrets);
        this.connectedAccount = connectedAccount;
        this.chargeIds = chargeIds;
    }

    @Override
    public WebhookReading read(Headers headers, byte[] body, Instant now) {
        String signature = headers.first(SIGNATURE);
        if (signature == null) {
            return new WebhookReading.Forged("it is not signed");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new WebhookReading.Forged("it is not UTF-8");
        }
        if (!isSigned(text, signature, now)) {
            return new WebhookReading.Forged("no configured secret signed it within " + TOLERANCE + " s");
        }
        try {
            return read(AnswerJson.tree(body));
        } catch (UnusableAnswerException e) {
            return new WebhookReading.Unreadable(e.getMessage());
        }
    }

    private boolean isSigned(String text, String signature, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        for (String secret : secrets) {
            try {
                return Webhook.Signature.verifyHeader(text, signature, secret, TOLERANCE, clock);
            } catch (SignatureVerificationException e) {
                // The next secret may have signed it.
            } catch (RuntimeException e) {
                // Any sender can write any text into the header, and the library splits it without checks.
                return false;
            }
        }
        return false;
    }

    private WebhookReading read(JsonNode event) throws UnusableAnswerException {
        String type = AnswerJson.text(event, "type");
        String account = AnswerJson.optionalText(event, "account");
        if (connectedAccount != null && !connectedAccount.equals(account)) {
            // A platform's endpoint gets the events of all connected accounts.
            return new WebhookReading.Unrelated(type);
        }
        JsonNode object = event.path("data").path("object");
        boolean ofCharge = OF_CHARGE.equals(type);
        boolean ofDispute = OF_DISPUTE.contains(type);
        if (!ofCharge && !ofDispute && !OF_REFUND.contains(type)) {
            return new WebhookReading.Unrelated(type);
        }
        String chargeId = AnswerJson.optionalText(object, chargeField(ofCharge));
        if (chargeId == null || !chargeIds.isOne(chargeId)) {
            return new WebhookReading.Unrelated(type);
        }
        String eventId = AnswerJson.id(event, "id");
        ChargeId charge = new ChargeId(chargeId);
        Instant happened = AnswerJson.seconds(event, "created");
        if (ofCharge) {
            // Our key is the refund id. If our call caused the event, the answer to that call says the same.
            RefundId ours = AnswerJson.reference(AnswerJson.optionalText(event.path("request"), "idempotency_key"));
            return new WebhookReading.Notified(
                    eventId, charge, ours, null, ours == null ? null : new Told.Made(), happened);
        }
        if (ofDispute) {
            return new WebhookReading.Notified(eventId, charge, null, null, null, happened);
        }
        return new WebhookReading.Notified(
                eventId,
                charge,
                AnswerJson.reference(AnswerJson.optionalText(object.path("metadata"), RefundParams.REFERENCE)),
                AnswerJson.id(object, "id"),
                told(object, charge),
                happened);
    }

    /** Absent if the event's refund has a form that we do not read, as in an old API version. */
    private @Nullable Told told(JsonNode object, ChargeId chargeId) {
        try {
            return LIBRARY.deserialize(object.toString(), ApiMode.V1) instanceof Refund refund
                    ? new Told.Shown(HeldRefunds.of(refund, chargeId, chargeIds))
                    : null;
        } catch (StripeException | UnusableAnswerException | RuntimeException e) {
            // For an unexpected form the library throws any exception. The webhook then still causes a look-up.
            return null;
        }
    }

    private String chargeField(boolean ofCharge) {
        return switch (chargeIds) {
            case CHARGE -> ofCharge ? "id" : "charge";
            case PAYMENT_INTENT -> "payment_intent";
        };
    }
}
