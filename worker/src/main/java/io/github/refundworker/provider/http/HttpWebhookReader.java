package io.github.refundworker.provider.http;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.WebhookReading;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** The events of the HTTP provider contract, signed as Standard Webhooks (standardwebhooks.com) has it. */
public final class HttpWebhookReader implements WebhookReader {
    private static final Set<String> OF_REFUND = Set.of("refund.created", "refund.updated");
    private static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final int MAX_TIMESTAMP_DIGITS = 12;

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets {@code whsec_} and a key in Base64; several while one is replaced by another
     * @throws IllegalArgumentException if one is none
     */
    public HttpWebhookReader(List<String> secrets) {
        keys = secrets.stream().map(HttpWebhookReader::key).toList();
    }

    private static SecretKeySpec key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret begins with " + PREFIX);
        }
        return new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), HMAC);
    }

    @Override
    public WebhookReading read(Headers headers, byte[] body, Instant now) {
        String id = headers.first("webhook-id");
        String timestamp = headers.first("webhook-timestamp");
        String signatures = headers.first("webhook-signature");
        if (id == null || timestamp == null || signatures == null) {
            return new WebhookReading.Forged("it is not signed");
        }
        if (!isCurrent(timestamp, now)) {
            return new WebhookReading.Forged("it was signed more than " + TOLERANCE.toSeconds() + " s from now");
        }
        if (!isSigned((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body, signatures)) {
            return new WebhookReading.Forged("no configured secret signed it");
        }
        try {
            return read(id, AnswerJson.tree(body));
        } catch (UnusableAnswerException e) {
            return new WebhookReading.Unreadable(e.getMessage());
        }
    }

    private static boolean isCurrent(String timestamp, Instant now) {
        if (timestamp.isEmpty()
                || timestamp.length() > MAX_TIMESTAMP_DIGITS
                || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(signed, now).abs().compareTo(TOLERANCE) <= 0;
    }

    private boolean isSigned(byte[] head, byte[] body, String signatures) {
        for (SecretKeySpec key : keys) {
            byte[] expected = ("v1," + Base64.getEncoder().encodeToString(hmac(key, head, body)))
                    .getBytes(StandardCharsets.US_ASCII);
            for (String signature : signatures.split(" ", -1)) {
                if (MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] hmac(SecretKeySpec key, byte[] head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(head);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebhookReading read(String id, JsonNode event) throws UnusableAnswerException {
        String type = AnswerJson.text(event, "type");
        if (!OF_REFUND.contains(type)) {
            return new WebhookReading.Unrelated(type);
        }
        JsonNode refund = event.path("data");
        String chargeId = AnswerJson.text(refund, "chargeId");
        if (!ChargeId.isValid(chargeId)) {
            throw new UnusableAnswerException("chargeId is none");
        }
        return new WebhookReading.Notified(
                id,
                new ChargeId(chargeId),
                AnswerJson.reference(AnswerJson.optionalText(refund, "reference")),
                AnswerJson.id(refund, "id"));
    }
}
