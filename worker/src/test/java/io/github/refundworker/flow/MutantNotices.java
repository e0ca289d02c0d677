package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.Mutants;
import io.github.refundworker.Signatures;
import io.github.refundworker.provider.wix.WixStandIn;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks that were right once, as each type of account gets them. Most are really signed, whatever became of them, and
 * so are read; the others were changed after that, or have a changed signature.
 */
enum MutantNotices {
    HTTP("simulator", List.of("""
            {"id":"evt_1","type":"refund.updated","chargeId":"ch_%1$s","refundId":"rf_1"}""", """
            {"id":"evt_2","type":"refund.created","chargeId":"ch_2","reference":"%2$s","card":"%1$s"}""", """
            {"id":"evt_3","type":"payout.paid","data":{"number":[%1$s,null,1.5e3]}}""")) {
        @Override
        Notice next(Random random) {
            return withHeader("Refund-Webhook-Signature", random);
        }
    },
    STRIPE("shop", List.of("""
            {"id":"evt_1","object":"event","api_version":"2020-08-27","type":"refund.updated","data":{"object":{\
            "id":"re_%1$s","object":"refund","charge":"ch_%1$s","metadata":{"refund_reference":"%2$s"}}}}""", """
            {"id":"evt_2","account":"acct_%1$s","type":"charge.refund.updated","data":{"object":{"id":"re_2",\
            "charge":"py_2","payment_intent":"pi_%1$s","metadata":{"refund_reference":"%1$s"}}}}""", """
            {"id":"evt_3","type":"charge.refunded","data":{"object":{"id":"ch_%1$s","object":"charge"}}}""", """
            {"id":"evt_4","type":"charge.%1$s","data":{"object":{"number":[%1$s,null,1.5e3]}}}""")) {
        @Override
        Notice next(Random random) {
            return withHeader("Stripe-Signature", random);
        }
    },
    WIX("site", List.of("""
            {"id":"e1","entityId":"7b","updatedEvent":{"currentEntityAsJson":\
            "{\\"id\\":\\"%1$s\\",\\"chargeId\\":\\"c-%1$s\\"}"},"entityEventSequence":"2"}""", """
            {"id":"e2","entityId":"%1$s","createdEvent":{"entity":{"chargeId":"c1","note":"%1$s"}}}""")) {
        private static final JsonMapper JSON = new JsonMapper();
        private static final byte[] HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8);

        /** The event is text in an envelope, which is text in the claims; each layer is changed in some of them. */
        @Override
        Notice next(Random random) {
            String event = new String(seed(random), UTF_8);
            String envelope = JSON.createObjectNode()
                    .put("eventType", random.nextInt(9) == 0 ? CARD : "wix.payments.refunds.v1.refund_updated")
                    .put("data", random.nextInt(2) == 0 ? mutated(event, random) : event)
                    .toString();
            byte[] claims = JSON.createObjectNode()
                    .put("data", random.nextInt(3) == 0 ? mutated(envelope, random) : envelope)
                    .put("iat", Instant.now().getEpochSecond())
                    .toString()
                    .getBytes(UTF_8);
            byte[] token = WixStandIn.signed(
                            random.nextInt(9) == 0 ? Mutants.mutated(HEADER, random) : HEADER,
                            random.nextInt(3) == 0 ? Mutants.mutated(claims, random) : claims)
                    .getBytes(US_ASCII);
            return new Notice("", random.nextInt(4) == 0 ? Mutants.mutated(token, random) : token);
        }

        private static String mutated(String text, Random random) {
            return new String(Mutants.mutated(text.getBytes(UTF_8), random), UTF_8);
        }
    };

    /** Stands in every one of them. */
    static final String CARD = "4242424242424242";

    static final String SECRET = TwoWorkers.WEBHOOK_SECRETS.getFirst();

    private static final String REFERENCE = "3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90";

    final String account;
    private final List<byte[]> seeds;

    MutantNotices(String account, List<String> seeds) {
        this.account = account;
        this.seeds = seeds.stream()
                .map(seed -> seed.formatted(CARD, REFERENCE).getBytes(UTF_8))
                .toList();
    }

    /** @param header with its name, or nothing */
    record Notice(String header, byte[] body) {}

    abstract Notice next(Random random);

    byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    Notice withHeader(String name, Random random) {
        byte[] body = Mutants.mutated(seed(random), random);
        String signature = Signatures.of(SECRET, Instant.now(), body);
        if (random.nextInt(4) == 0) {
            byte[] mutant = Mutants.mutated(signature.getBytes(UTF_8), random);
            signature = new String(mutant, ISO_8859_1).replaceAll("[\\r\\n]", "~");
        }
        return new Notice("\r\n" + name + ": " + signature, body);
    }
}
