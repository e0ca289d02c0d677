package io.github.refundworker.provider.stripe;

import com.stripe.net.Webhook;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.provider.Forms;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.StandIn;
import io.github.refundworker.provider.TestLedger;
import io.github.refundworker.provider.WebhookReading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** As much of Stripe's API as refunds need, written from its documentation; what it answers is read by Stripe's library. */
final class StripeStandIn extends StandIn {
    private static final String SECRET = "whsec_test";
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** Written again from the documentation, apart from the table that is tested with it. */
    private static final Set<String> UNIT_IS_WHOLE = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    private static final Set<String> UNIT_IS_A_THOUSANDTH = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
    private static final Set<String> NO_HUNDREDTHS = Set.of("ISK", "UGX");

    private final ChargeIds chargeIds;
    private final Map<String, Stored> keys = new ConcurrentHashMap<>();

    /** What every refund is refused with, stored under no key; absent while none is. */
    volatile @Nullable Answer refusal;

    /** Of every dispute; absent where it follows from the ledger. */
    volatile @Nullable String disputeStatus;

    volatile String disputeCurrency = "usd";

    /** What the list of disputes is refused with; absent while it is not. */
    volatile @Nullable Answer disputesRefused;

    /** Besides what every charge has. */
    volatile String connect = "{}";

    private record Stored(byte[] body, Answer answer) {}

    StripeStandIn(ChargeIds chargeIds) {
        super(() -> "re_" + NUMBERS.incrementAndGet());
        this.chargeIds = chargeIds;
    }

    @Override
    public ChargeId newChargeId() {
        return new ChargeId((chargeIds == ChargeIds.CHARGE ? "ch_" : "pi_") + NUMBERS.incrementAndGet());
    }

    @Override
    public ProviderClient client() {
        return client(ConnectSettings.NONE);
    }

    ProviderClient client(ConnectSettings connect) {
        return new StripeProvider(url(), "sk_test_123", null, chargeIds, connect, Duration.ofSeconds(2));
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
        String path = asked.path();
        if (isPayment(asked)) {
            String key = asked.key();
            Stored stored = key == null ? null : keys.get(key);
            Answer refused = refusal;
            if (stored == null && refused != null) {
                return refused;
            }
            if (stored == null) {
                Answer answer = create(Forms.decoded(new String(asked.body(), StandardCharsets.UTF_8)));
                if (answer.status() != 404) {
                    keys.put(String.valueOf(key), new Stored(asked.body(), answer));
                }
                return answer;
            }
            return Arrays.equals(stored.body(), asked.body())
                    ? stored.answer()
                    : error(400, "idempotency_error", null, null, "Keys can only be used with the same parameters.");
        }
        if (path.equals("/v1/disputes")) {
            return disputes(asked.query().getOrDefault("charge", "none"));
        }
        if (path.equals("/v1/refunds")) {
            return list(asked.query());
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/v1/refunds/")) {
            TestLedger.Entry entry = ledger.find(id);
            return entry == null ? missing("No such refund: '" + id + "'") : ok(refund(entry));
        }
        Money captured = ledger.captured(new ChargeId(id));
        return captured == null ? missing("No such charge: '" + id + "'") : ok(charge(id, captured));
    }

    private Answer create(Map<String, String> form) {
        ChargeId chargeId = new ChargeId(form.getOrDefault(nameOfCharge(), "none"));
        Money captured = ledger.captured(chargeId);
        long minor = Long.parseLong(form.get("amount"));
        if (captured != null && minor % step(captured) != 0) {
            return error(400, "invalid_request_error", "parameter_invalid_integer", "amount", "No such amount.");
        }
        try {
            BigDecimal amount = captured == null ? BigDecimal.ONE : BigDecimal.valueOf(minor, exponent(captured));
            return ok(refund(ledger.refund(chargeId, form.get("metadata[refund_reference]"), amount)));
        } catch (TestLedger.RefusedException e) {
            return refused(e.code);
        }
    }

    private static Answer refused(ErrorCode code) {
        return switch (code) {
            case CHARGE_REFUNDED ->
                error(
                        400,
                        "invalid_request_error",
                        "charge_already_refunded",
                        null,
                        "Charge has already been refunded.");
            case CHARGE_NOT_FOUND -> missing("No such charge");
            default ->
                error(400, "invalid_request_error", null, "amount", "Refund amount is greater than unrefunded amount");
        };
    }

    private String nameOfCharge() {
        return chargeIds == ChargeIds.CHARGE ? "charge" : "payment_intent";
    }

    /** Newest first. */
    private Answer list(Map<String, String> query) {
        List<TestLedger.Entry> all = ledger.of(new ChargeId(query.getOrDefault(nameOfCharge(), "none")))
                .reversed();
        int limit = Integer.parseInt(query.getOrDefault("limit", "10"));
        String after = query.get("starting_after");
        int from = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id.equals(after)) {
                from = i + 1;
            }
        }
        int to = Math.min(all.size(), from + limit);
        ObjectNode list = JSON.createObjectNode();
        list.put("object", "list").put("url", "/v1/refunds").put("has_more", to < all.size());
        ArrayNode data = list.putArray("data");
        all.subList(from, to).forEach(entry -> data.add(refund(entry)));
        return ok(list);
    }

    private ObjectNode charge(String id, Money captured) {
        long amount = captured.amount().movePointRight(exponent(captured)).longValueExact();
        ObjectNode charge = JSON.createObjectNode();
        charge.put("id", id).put("currency", captured.currency().value().toLowerCase(Locale.ROOT));
        charge.put("object", chargeIds == ChargeIds.CHARGE ? "charge" : "payment_intent");
        charge.put(chargeIds == ChargeIds.CHARGE ? "amount_captured" : "amount_received", amount);
        charge.setAll((ObjectNode) JSON.readTree(connect));
        charge.put("amount", amount).put("livemode", false);
        if (chargeIds == ChargeIds.CHARGE) {
            return charge.put("disputed", isDisputed(id));
        }
        charge.putObject("latest_charge")
                .put("id", "ch_of_" + id)
                .put("object", "charge")
                .put("disputed", isDisputed(id));
        return charge;
    }

    /** A charge stays so for ever. */
    private boolean isDisputed(String id) {
        return disputeStatus != null || !ledger.disputes(new ChargeId(id)).isNone();
    }

    private Answer disputes(String chargeId) {
        Answer refused = disputesRefused;
        if (refused != null) {
            return refused;
        }
        Disputes disputes = ledger.disputes(
                new ChargeId(chargeIds == ChargeIds.CHARGE ? chargeId : chargeId.replace("ch_of_", "")));
        ObjectNode list = JSON.createObjectNode();
        list.put("object", "list").put("url", "/v1/disputes").put("has_more", false);
        String status = disputeStatus != null ? disputeStatus : disputes.open() ? "needs_response" : "lost";
        list.putArray("data")
                .addObject()
                .put("id", "dp_1")
                .put("object", "dispute")
                .put("charge", chargeId)
                .put("amount", disputes.chargedBack().movePointRight(2).longValueExact())
                .put("currency", disputeCurrency)
                .put("status", status);
        return ok(list);
    }

    private ObjectNode refund(TestLedger.Entry entry) {
        ObjectNode refund = JSON.createObjectNode();
        refund.put("id", entry.id).put("object", "refund");
        refund.put(
                "amount",
                entry.amount.amount().movePointRight(exponent(entry.amount)).longValueExact());
        refund.put("currency", entry.amount.currency().value().toLowerCase(Locale.ROOT));
        refund.put("charge", chargeIds == ChargeIds.CHARGE ? entry.chargeId.value() : "ch_of_" + entry.chargeId);
        refund.put("payment_intent", chargeIds == ChargeIds.CHARGE ? null : entry.chargeId.value());
        ObjectNode metadata = refund.putObject("metadata");
        if (entry.reference != null) {
            metadata.put("refund_reference", entry.reference);
        }
        refund.put("status", status(entry.status));
        if (entry.status == ProviderStatus.FAILED) {
            refund.put("failure_reason", "expired_or_canceled_card");
        }
        return refund;
    }

    /** A success that is taken back is a failure to Stripe. */
    private static String status(ProviderStatus status) {
        return switch (status) {
            case PENDING -> "pending";
            case SUCCEEDED -> "succeeded";
            case FAILED, REVERSED -> "failed";
        };
    }

    private static int exponent(Money money) {
        String currency = money.currency().value();
        return UNIT_IS_WHOLE.contains(currency) ? 0 : UNIT_IS_A_THOUSANDTH.contains(currency) ? 3 : 2;
    }

    /** What amounts in Stripe's unit are multiples of. */
    private static int step(Money money) {
        String currency = money.currency().value();
        return NO_HUNDREDTHS.contains(currency) ? 100 : UNIT_IS_A_THOUSANDTH.contains(currency) ? 10 : 1;
    }

    private static Answer ok(ObjectNode body) {
        return new Answer(200, body.toString());
    }

    private static Answer missing(String message) {
        return error(404, "invalid_request_error", "resource_missing", "id", message);
    }

    @Override
    protected Answer error(Asked asked, int status) {
        Answer answer = switch (status) {
            case 409 -> error(409, "idempotency_error", "idempotency_key_in_use", null, "in use");
            case 429 -> error(429, "invalid_request_error", "rate_limit", null, "too many requests");
            case 401 -> error(401, "invalid_request_error", null, null, "Invalid API Key provided");
            default -> error(status, "api_error", null, null, "An unknown error occurred");
        };
        if (status == 500 && asked.key() != null) {
            keys.put(asked.key(), new Stored(asked.body(), answer));
        }
        return answer;
    }

    static Answer error(int status, String type, @Nullable String code, @Nullable String param, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type).put("message", message);
        if (code != null) {
            error.put("code", code);
        }
        if (param != null) {
            error.put("param", param);
        }
        return new Answer(status, body.toString());
    }

    /** What Stripe sends when our call has made a refund of a card. */
    List<WebhookReading> eventsOfMaking(TestLedger.Entry entry) {
        Money captured = Objects.requireNonNull(ledger.captured(entry.chargeId));
        ObjectNode charge = charge("ch_of_" + entry.chargeId, captured).put("object", "charge");
        if (chargeIds == ChargeIds.CHARGE) {
            charge.put("id", entry.chargeId.value());
        } else {
            charge.put("payment_intent", entry.chargeId.value());
        }
        return List.of(
                event("charge.refunded", charge, entry),
                event("refund.created", refund(entry), entry),
                event("refund.updated", refund(entry), entry),
                event("charge.refund.updated", refund(entry), entry));
    }

    @Override
    public WebhookReading webhook(TestLedger.Entry entry) {
        return event("refund.updated", refund(entry), entry);
    }

    private WebhookReading event(String type, ObjectNode object, TestLedger.Entry entry) {
        ObjectNode event = JSON.createObjectNode();
        event.put("id", "evt_" + type + entry.id + "_" + entry.changes)
                .put("object", "event")
                .put("type", type);
        event.putObject("request").put("id", "req_1").put("idempotency_key", entry.reference);
        event.putObject("data").set("object", object);
        Instant now = Instant.parse("2026-11-01T12:00:00Z");
        try {
            String signature =
                    Webhook.Signature.generateSignatureHeader(event.toString(), SECRET, now.getEpochSecond());
            return new StripeWebhookReader(List.of(SECRET), null, chargeIds)
                    .read(name -> signature, event.toString().getBytes(StandardCharsets.UTF_8), now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
