package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.Told;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.WebhookReading;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Wix's events about refunds. The whole body is a JSON Web Token, signed for the app with RS256. Its payload
 * holds the event as text within text. Wix numbers a refund's events, but the worker does not need the numbers: an
 * event only causes a look-up, so no event is out of order.
 */
public final class WixWebhookReader implements WebhookReader {
    private static final Set<String> OF_REFUND =
            Set.of("wix.payments.refunds.v1.refund_created", "wix.payments.refunds.v1.refund_updated");

    /** Validity of a token without an expiry time, and the tolerance between two clocks. */
    private static final Duration TOLERANCE = Duration.ofSeconds(300);

    /**
     * The longest time from {@code iat} in which a token counts, whatever its {@code exp} says. Until then a stolen
     * token can be sent again. Wix sends an event again for hours, each time in a new token.
     */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final List<PublicKey> keys;

    /**
     * @param keys the app's public key as PEM; more than one during the replacement of a key
     * @throws IllegalArgumentException if one is not a public key
     */
    public WixWebhookReader(List<String> keys) {
        this.keys = keys.stream().map(WixWebhookReader::key).toList();
    }

    private static PublicKey key(String pem) {
        String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The value may be a secret, so the message does not quote it.
            throw new IllegalArgumentException("a public key of RSA as PEM is expected", e);
        }
    }

    @Override
    public WebhookReading read(Headers headers, byte[] body, Instant now) {
        String[] parts = new String(body, StandardCharsets.US_ASCII).strip().split("\\.", -1);
        if (parts.length != 3) {
            return new WebhookReading.Forged("it is not a signed token");
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        byte[] header = decoded(parts[0]);
        byte[] payload = decoded(parts[1]);
        byte[] signature = decoded(parts[2]);
        if (header == null || payload == null || signature == null || !isSigned(header, signed, signature)) {
            return new WebhookReading.Forged("no configured key signed it");
        }
        try {
            JsonNode claims = AnswerJson.tree(payload);
            return isCurrent(claims, now)
                    ? read(claims)
                    : new WebhookReading.Forged("it was signed too long ago, or not yet");
        } catch (UnusableAnswerException e) {
            return new WebhookReading.Unreadable(e.getMessage());
        }
    }

    private static byte @Nullable [] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Only one algorithm is accepted, whatever the token says. Otherwise an attacker could use the public key as an
     * HMAC secret.
     */
    private boolean isSigned(byte[] header, byte[] signed, byte[] signature) {
        try {
            if (!"RS256".equals(AnswerJson.text(AnswerJson.tree(header), "alg"))) {
                return false;
            }
        } catch (UnusableAnswerException e) {
            return false;
        }
        for (PublicKey key : keys) {
            try {
                Signature verifier = Signature.getInstance("SHA256withRSA");
                verifier.initVerify(key);
                verifier.update(signed);
                if (verifier.verify(signature)) {
                    return true;
                }
            } catch (GeneralSecurityException e) {
                // Reject signatures whose length differs from the key's.
            }
        }
        return false;
    }

    private static boolean isCurrent(JsonNode claims, Instant now) throws UnusableAnswerException {
        Instant issued = time(claims, "iat");
        Instant expires = time(claims, "exp");
        if (issued == null) {
            throw new UnusableAnswerException("iat is missing");
        }
        Instant last = issued.plus(LIFETIME);
        Instant end = expires == null ? issued : expires.isBefore(last) ? expires : last;
        return !issued.isAfter(now.plus(TOLERANCE)) && !now.isAfter(end.plus(TOLERANCE));
    }

    private static @Nullable Instant time(JsonNode claims, String name) throws UnusableAnswerException {
        JsonNode value = claims.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new UnusableAnswerException(name + " is not a time in seconds");
        }
        return Instant.ofEpochSecond(value.intValue());
    }

    private static WebhookReading read(JsonNode claims) throws UnusableAnswerException {
        JsonNode envelope = inner(claims, "data");
        String type = AnswerJson.text(envelope, "eventType");
        if (!OF_REFUND.contains(type)) {
            return new WebhookReading.Unrelated(type);
        }
        JsonNode event = inner(envelope, "data");
        JsonNode refund = event.has("createdEvent")
                ? either(event.path("createdEvent"), "entity", "entityAsJson")
                : either(event.path("updatedEvent"), "currentEntity", "currentEntityAsJson");
        String chargeId = AnswerJson.text(refund, "chargeId");
        if (!ChargeId.isValid(chargeId)) {
            throw new UnusableAnswerException("chargeId is none");
        }
        ChargeId charge = new ChargeId(chargeId);
        String refundId = AnswerJson.id(event, "entityId");
        return new WebhookReading.Notified(
                AnswerJson.id(event, "id"), charge, null, refundId, told(refund, charge), happened(event));
    }

    /** Absent if the event does not hold the whole refund. */
    private static @Nullable Told told(JsonNode refund, ChargeId chargeId) {
        try {
            return new Told.Shown(WixAnswers.refund(refund, chargeId, (RefundId) null));
        } catch (UnusableAnswerException e) {
            return null;
        }
    }

    private static @Nullable Instant happened(JsonNode event) throws UnusableAnswerException {
        String time = AnswerJson.optionalText(event, "eventTime");
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static JsonNode either(JsonNode node, String one, String other) throws UnusableAnswerException {
        return inner(node, node.has(one) ? one : other);
    }

    /** An object that may be encoded as text. */
    private static JsonNode inner(JsonNode node, String name) throws UnusableAnswerException {
        JsonNode value = node.get(name);
        if (value == null || !(value.isObject() || value.isString())) {
            throw new UnusableAnswerException(name + " is missing");
        }
        return value.isObject() ? value : AnswerJson.tree(value.stringValue().getBytes(StandardCharsets.UTF_8));
    }
}
