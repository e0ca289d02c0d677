package io.github.refundworker.provider.stripe;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.github.refundworker.domain.ChargeId;
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
 * Stripe's events about refunds. Only their ids are read, whatever API version the endpoint has; the library verifies
 * the signature.
 */
public final class StripeWebhookReader implements WebhookReader {
    private static final String SIGNATURE = "Stripe-Signature";

    /** Seconds that an event's signature is good for, as Stripe recommends. */
    private static final long TOLERANCE = 300;

    private static final Set<String> OF_REFUND =
            Set.of("refund.created", "refund.updated", "refund.failed", "charge.refund.updated");
    private static final String OF_CHARGE = "charge.refunded";

    private final List<String> secrets;
    private final @Nullable String connectedAccount;
    private final ChargeIds chargeIds;

    /** @param secrets {@code whsec_…}; several while one is replaced by another */
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
                // Perhaps by the next one.
            } catch (RuntimeException e) {
                // Headers are anybody's text, and the library splits them without looking.
                return false;
            }
        }
        return false;
    }

    private WebhookReading read(JsonNode event) throws UnusableAnswerException {
        String type = AnswerJson.text(event, "type");
        String account = AnswerJson.optionalText(event, "account");
        if (connectedAccount != null && !connectedAccount.equals(account)) {
            // A platform's endpoint hears of all accounts that are connected to it.
            return new WebhookReading.Unrelated(type);
        }
        JsonNode object = event.path("data").path("object");
        boolean ofCharge = OF_CHARGE.equals(type);
        if (!ofCharge && !OF_REFUND.contains(type)) {
            return new WebhookReading.Unrelated(type);
        }
        String chargeId = AnswerJson.optionalText(object, chargeField(ofCharge));
        if (chargeId == null || !chargeIds.isOne(chargeId)) {
            return new WebhookReading.Unrelated(type);
        }
        return new WebhookReading.Notified(
                AnswerJson.id(event, "id"),
                new ChargeId(chargeId),
                ofCharge
                        ? null
                        : AnswerJson.reference(
                                AnswerJson.optionalText(object.path("metadata"), RefundParams.REFERENCE)),
                ofCharge ? null : AnswerJson.id(object, "id"));
    }

    private String chargeField(boolean ofCharge) {
        return switch (chargeIds) {
            case CHARGE -> ofCharge ? "id" : "charge";
            case PAYMENT_INTENT -> "payment_intent";
        };
    }
}
