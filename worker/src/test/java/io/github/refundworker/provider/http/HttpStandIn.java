package io.github.refundworker.provider.http;

import io.github.refundworker.Signatures;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.StandIn;
import io.github.refundworker.provider.TestLedger;
import io.github.refundworker.provider.WebhookReading;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP provider contract, with keys that store whatever was answered. */
public final class HttpStandIn extends StandIn {
    private static final String SECRET = "a-secret-of-the-contract";
    private static final int PAGE = 100;
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Map<String, Stored> keys = new ConcurrentHashMap<>();

    private record Stored(byte[] body, Answer answer) {}

    public HttpStandIn() {
        super(() -> "re_" + NUMBERS.incrementAndGet());
    }

    @Override
    public ChargeId newChargeId() {
        return new ChargeId("charge-" + NUMBERS.incrementAndGet());
    }

    @Override
    public ProviderClient client() {
        return new HttpProvider(new HttpSettings(url(), Duration.ofSeconds(2), Duration.ofHours(24), true, null));
    }

    @Override
    public void forgetKeys() {
        keys.clear();
    }

    @Override
    protected boolean isPayment(Asked asked) {
        return asked.method().equals("POST");
    }

    @Override
    protected Answer answer(Asked asked) {
        String last = last(asked);
        if (isPayment(asked)) {
            String key = String.valueOf(asked.key());
            Stored stored = keys.get(key);
            if (stored == null) {
                Answer answer = create(JSON.readTree(asked.body()));
                if (answer.status() != 404) {
                    keys.put(key, new Stored(asked.body(), answer));
                }
                return answer;
            }
            return Arrays.equals(stored.body(), asked.body())
                    ? stored.answer()
                    : problem(422, "IDEMPOTENCY_KEY_REUSED");
        }
        return asked.path().startsWith("/charges/")
                ? describe(new ChargeId(last), asked.query().get("cursor"))
                : find(last);
    }

    /** The last part of the path, which may hold an encoded slash. */
    private static String last(Asked asked) {
        String path = URI.create(asked.uri()).getRawPath();
        return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
    }

    private Answer create(JsonNode body) {
        try {
            return new Answer(
                    201,
                    refund(ledger.refund(
                                    new ChargeId(body.get("chargeId").stringValue()),
                                    body.get("reference").stringValue(),
                                    new BigDecimal(body.get("amount").stringValue())))
                            .toString());
        } catch (TestLedger.RefusedException e) {
            return problem(e.code == ErrorCode.CHARGE_NOT_FOUND ? 404 : 422, e.code.name());
        }
    }

    private Answer find(String referenceOrId) {
        return ledger.all().stream()
                .filter(entry -> entry.id.equals(referenceOrId) || referenceOrId.equals(entry.reference))
                .findFirst()
                .map(entry -> new Answer(200, refund(entry).toString()))
                .orElseGet(() -> problem(404, "REFUND_NOT_FOUND"));
    }

    private Answer describe(ChargeId chargeId, @Nullable String cursor) {
        Money captured = ledger.captured(chargeId);
        if (captured == null) {
            return problem(404, ErrorCode.CHARGE_NOT_FOUND.name());
        }
        List<TestLedger.Entry> all = ledger.of(chargeId);
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(all.size(), from + PAGE);
        ObjectNode charge = JSON.createObjectNode();
        Disputes disputes = ledger.disputes(chargeId);
        charge.put("chargeId", chargeId.value()).put("disputed", disputes.open());
        if (disputes.chargedBack().signum() > 0) {
            charge.put("chargedBackAmount", disputes.chargedBack().toPlainString());
        }
        charge.put("capturedAmount", captured.amount().toPlainString());
        charge.put("currencyCode", captured.currency().value());
        ArrayNode refunds = charge.putArray("refunds");
        all.subList(from, to).forEach(entry -> refunds.add(refund(entry)));
        if (to < all.size()) {
            charge.put("nextCursor", String.valueOf(to));
        }
        return new Answer(200, charge.toString());
    }

    private static ObjectNode refund(TestLedger.Entry entry) {
        ObjectNode refund = JSON.createObjectNode();
        refund.put("id", entry.id).put("reference", entry.reference).put("chargeId", entry.chargeId.value());
        refund.put("amount", entry.amount.amount().toPlainString());
        refund.put("currencyCode", entry.amount.currency().value());
        refund.put("status", entry.status.name()).put("createdDate", "2026-11-01T12:00:00Z");
        if (entry.status == ProviderStatus.FAILED) {
            refund.putObject("error").put("code", "ACCOUNT_CLOSED").put("description", "no such account");
        }
        return refund;
    }

    @Override
    protected Answer error(Asked asked, int status) {
        Answer answer = problem(status, status == 409 ? "IDEMPOTENCY_KEY_IN_USE" : "INTERNAL_ERROR");
        if (status == 500 && asked.key() != null) {
            keys.put(asked.key(), new Stored(asked.body(), answer));
        }
        return answer;
    }

    private static Answer problem(int status, String code) {
        return new Answer(
                status,
                JSON.createObjectNode()
                        .put("code", code)
                        .put("title", code)
                        .put("detail", code)
                        .toString());
    }

    @Override
    public WebhookReading webhook(TestLedger.Entry entry) {
        Instant now = Instant.parse("2026-11-01T12:00:00Z");
        ObjectNode event = JSON.createObjectNode();
        event.put("id", entry.id + "-" + entry.changes).put("type", "refund.updated");
        event.put("chargeId", entry.chargeId.value()).put("refundId", entry.id).put("reference", entry.reference);
        event.set("refund", refund(entry));
        byte[] body = event.toString().getBytes(StandardCharsets.UTF_8);
        String signature = Signatures.of(SECRET, now, event.toString());
        return new HttpWebhookReader(List.of(SECRET)).read(name -> signature, body, now);
    }
}
