package io.github.refundworker.provider.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Told;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.WebhookReading;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the webhooks of the HTTP provider contract. HMAC-SHA256 signs the time and the bytes of the body. */
public final class HttpWebhookReader implements WebhookReader {
    static final String SIGNATURE = "Refund-Webhook-Signature";

    /** Seconds that the signer's clock may be ahead of ours, or behind it including the delivery. */
    static final long TOLERANCE = 300;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int MAX_HEADER = 1_000;
    private static final int MAX_TIME_DIGITS = 12;
    private static final Set<String> TYPES = Set.of("refund.created", "refund.updated", "charge.updated");

    private final List<SecretKeySpec> secrets;

    /** @param secrets more than one during the replacement of a secret */
    public HttpWebhookReader(List<String> secrets) {
        this.secrets = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM))
                .toList();
    }

    @Override
    public WebhookReading read(Headers headers, byte[] body, Instant now) {
        String header = headers.first(SIGNATURE);
        if (header == null) {
            return new WebhookReading.Forged("it is not signed");
        }
        if (!isSigned(header, body, now)) {
            return new WebhookReading.Forged("no configured secret signed it within " + TOLERANCE + " s");
        }
        try {
            return read(AnswerJson.tree(body));
        } catch (UnusableAnswerException e) {
            return new WebhookReading.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private boolean isSigned(String header, byte[] body, Instant now) {
        if (header.length() > MAX_HEADER) {
            return false;
        }
        String time = null;
        List<byte[]> macs = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            String text = part.strip();
            if (text.startsWith("t=") && time == null) {
                time = text.substring(2);
            } else if (text.startsWith("v1=")) {
                byte[] mac = mac(text.substring(3));
                if (mac != null) {
                    macs.add(mac);
                }
            }
        }
        return time != null && isRecent(time, now) && isAnyOf(macs, time, body);
    }

    private static byte @Nullable [] mac(String hex) {
        try {
            return hex.length() == 2 * MAC_BYTES ? HexFormat.of().parseHex(hex) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isRecent(String time, Instant now) {
        if (time.isEmpty() || time.length() > MAX_TIME_DIGITS || !time.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return Math.abs(now.getEpochSecond() - Long.parseLong(time)) <= TOLERANCE;
    }

    private boolean isAnyOf(List<byte[]> macs, String time, byte[] body) {
        for (SecretKeySpec secret : secrets) {
            byte[] expected = mac(secret, time, body);
            for (byte[] mac : macs) {
                if (MessageDigest.isEqual(expected, mac)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] mac(SecretKeySpec secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(time.getBytes(US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebhookReading read(JsonNode event) throws UnusableAnswerException {
        String type = AnswerJson.text(event, "type");
        if (!TYPES.contains(type)) {
            return new WebhookReading.Unrelated(type);
        }
        String chargeId = AnswerJson.text(event, "chargeId");
        if (!ChargeId.isValid(chargeId)) {
            throw new UnusableAnswerException("chargeId is not 1 to 100 printable ASCII characters");
        }
        ChargeId charge = new ChargeId(chargeId);
        return new WebhookReading.Notified(
                AnswerJson.id(event, "id"),
                charge,
                AnswerJson.reference(AnswerJson.optionalText(event, "reference")),
                event.has("refundId") ? AnswerJson.id(event, "refundId") : null,
                event.has("refund") ? told(event.path("refund"), charge) : null,
                AnswerJson.seconds(event, "created"));
    }

    /** Absent if the refund cannot be read. The webhook then still causes a look-up. */
    private static @Nullable Told told(JsonNode refund, ChargeId chargeId) {
        try {
            return new Told.Shown(AnswerReader.refund(refund, chargeId));
        } catch (UnusableAnswerException e) {
            return null;
        }
    }
}
