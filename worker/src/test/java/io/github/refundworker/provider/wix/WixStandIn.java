package io.github.refundworker.provider.wix;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.StandIn;
import io.github.refundworker.provider.TestLedger;
import io.github.refundworker.provider.UnusableAnswerException;
import io.github.refundworker.provider.WebhookReading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Wix's Refunds API as its published types describe it: no keys, the previously refunded amount compared, one pending
 * refund a charge. What it sends is checked against those types.
 */
public final class WixStandIn extends StandIn {
    public static final String SITE = "7a8e9b10-0000-4000-8000-000000000001";
    static final KeyPair KEYS = keys();
    private static final String REFUNDS = "/payments/refunds/v1/refunds";
    private static final JsonMapper JSON = new JsonMapper();

    private final ReferencePlace place;

    /** The refund as it was asked for, by id. */
    private final Map<String, JsonNode> asked = new ConcurrentHashMap<>();

    WixStandIn(ReferencePlace place) {
        super(() -> UUID.randomUUID().toString());
        this.place = place;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of whom what is {@link #signed} is. */
    public static String pem() {
        return pem(KEYS.getPublic());
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Override
    public ChargeId newChargeId() {
        return new ChargeId(UUID.randomUUID().toString());
    }

    @Override
    public ProviderClient client() {
        return new WixProvider(url(), "IST.test", SITE, place, Duration.ofSeconds(2));
    }

    @Override
    protected boolean isPayment(Asked asked) {
        return asked.method().equals("POST") && asked.path().equals(REFUNDS);
    }

    @Override
    protected Answer answer(Asked asked) {
        if (isPayment(asked)) {
            return create(JSON.readTree(asked.body()));
        }
        if (asked.path().equals(REFUNDS + "/query")) {
            return query(JSON.readTree(asked.body()).path("query"));
        }
        TestLedger.Entry entry = ledger.find(asked.path().substring(asked.path().lastIndexOf('/') + 1));
        return entry == null
                ? error(404, "NOT_FOUND", "refund not found")
                : new Answer(
                        200,
                        JSON.createObjectNode().set("refund", refund(entry)).toString());
    }

    private Answer create(JsonNode body) {
        JsonNode wanted = body.path("refund");
        ChargeId chargeId = new ChargeId(wanted.path("chargeId").stringValue());
        Money captured = ledger.captured(chargeId);
        if (captured != null) {
            if (!captured.currency().value().equals(wanted.path("currencyCode").stringValue())) {
                return error(400, ErrorCode.REFUND_CURRENCY_MISMATCH.name(), "another currency");
            }
            if (ledger.sum(chargeId, ProviderStatus.PENDING).signum() > 0) {
                return error(428, ErrorCode.CHARGE_REFUND_IN_PROGRESS.name(), "another refund is pending");
            }
            BigDecimal said =
                    new BigDecimal(body.path("previouslyRefundedAmount").stringValue());
            if (said.compareTo(ledger.sum(chargeId, ProviderStatus.SUCCEEDED)) != 0) {
                return error(428, ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH.name(), "another sum was refunded");
            }
        }
        try {
            RefundId reference = place.of(wanted);
            TestLedger.Entry entry = ledger.refund(
                    chargeId,
                    reference == null ? null : reference.toString(),
                    new BigDecimal(wanted.path("amount").stringValue()));
            asked.put(entry.id, wanted);
            return new Answer(
                    200, JSON.createObjectNode().set("refund", refund(entry)).toString());
        } catch (TestLedger.RefusedException e) {
            return e.code == ErrorCode.CHARGE_NOT_FOUND
                    ? error(404, "NOT_FOUND", "charge not found")
                    : error(428, e.code.name(), "refused");
        } catch (UnusableAnswerException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer query(JsonNode query) {
        JsonNode paging = query.path("cursorPaging");
        String cursor = paging.path("cursor").stringValue(null);
        String[] position = cursor == null
                ? new String[] {query.at("/filter/chargeId/$eq").stringValue(), "0"}
                : new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
        List<TestLedger.Entry> all = ledger.of(new ChargeId(position[0]));
        int from = Integer.parseInt(position[1]);
        int to = Math.min(all.size(), from + paging.path("limit").intValue(50));
        ObjectNode body = JSON.createObjectNode();
        ArrayNode refunds = body.putArray("refunds");
        all.subList(from, to).forEach(entry -> refunds.add(refund(entry)));
        ObjectNode metadata = body.putObject("pagingMetadata").put("count", to - from);
        ObjectNode cursors = metadata.putObject("cursors");
        if (to < all.size()) {
            cursors.put("next", cursor(position[0], to));
        }
        metadata.put("hasNext", to < all.size());
        return new Answer(200, body.toString());
    }

    private static String cursor(String chargeId, int from) {
        byte[] position = (chargeId + " " + from).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position);
    }

    private ObjectNode refund(TestLedger.Entry entry) {
        ObjectNode refund = JSON.createObjectNode();
        refund.put("id", entry.id).put("revision", String.valueOf(entry.changes));
        refund.put("createdDate", "2026-11-01T12:00:00.000Z").put("updatedDate", "2026-11-01T12:00:00.000Z");
        JsonNode wanted = asked.get(entry.id);
        if (wanted != null) {
            for (String name : List.of("extendedFields", "reason", "note")) {
                if (wanted.has(name)) {
                    refund.set(name, wanted.get(name));
                }
            }
        }
        refund.put("chargeId", entry.chargeId.value());
        refund.put("currencyCode", entry.amount.currency().value());
        refund.put("amount", entry.amount.amount().toPlainString());
        refund.put("full", entry.amount.equals(ledger.captured(entry.chargeId)));
        refund.put("status", entry.status.name());
        refund.put("providerRefundId", "psp-" + entry.id);
        if (entry.status == ProviderStatus.FAILED || entry.status == ProviderStatus.REVERSED) {
            refund.putObject("statusInfo").put("code", "6003").put("description", "the bank sent it back");
        }
        return refund;
    }

    @Override
    protected Answer error(Asked asked, int status) {
        return error(status, status == 500 ? null : "ABORTED", "an error of the framework");
    }

    private static Answer error(int status, @Nullable String code, String description) {
        ObjectNode body = JSON.createObjectNode().put("message", description);
        ObjectNode details = body.putObject("details");
        if (code != null) {
            details.putObject("applicationError")
                    .put("code", code)
                    .put("description", description)
                    .putObject("data");
        }
        return new Answer(status, body.toString());
    }

    @Override
    public WebhookReading webhook(TestLedger.Entry entry) {
        Instant now = Instant.parse("2026-11-01T12:00:00Z");
        byte[] token = token(event(entry), now).getBytes(StandardCharsets.US_ASCII);
        return new WixWebhookReader(List.of(pem())).read(name -> null, token, now);
    }

    /** It happened later than anything that a test reads. */
    ObjectNode event(TestLedger.Entry entry) {
        ObjectNode event = JSON.createObjectNode();
        event.put("id", UUID.randomUUID().toString()).put("entityFqdn", "wix.payments.refunds.v1.refund");
        event.put("slug", "updated").put("entityId", entry.id).put("eventTime", "2026-11-30T12:00:00.000Z");
        event.put("triggeredByAnonymizeRequest", false).put("originatedFrom", "");
        event.put("entityEventSequence", String.valueOf(entry.changes));
        event.putObject("updatedEvent").put("currentEntityAsJson", refund(entry).toString());
        return event;
    }

    static String token(ObjectNode event, Instant now) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("eventType", "wix.payments.refunds.v1.refund_updated").put("instanceId", SITE);
        envelope.put("data", event.toString());
        ObjectNode claims = JSON.createObjectNode().put("data", envelope.toString());
        claims.put("iat", now.getEpochSecond()).put("exp", now.getEpochSecond() + 3600);
        return signed("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", claims.toString());
    }

    static String signed(String header, String claims) {
        return signed(header.getBytes(StandardCharsets.UTF_8), claims.getBytes(StandardCharsets.UTF_8));
    }

    /** A token of whatever these are. */
    public static String signed(byte[] header, byte[] claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString(header) + "." + base64.encodeToString(claims);
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(KEYS.getPrivate());
            signer.update(head.getBytes(StandardCharsets.US_ASCII));
            return head + "." + base64.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
