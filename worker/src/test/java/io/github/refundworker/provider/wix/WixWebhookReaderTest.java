package io.github.refundworker.provider.wix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.WebhookReading;
import io.github.refundworker.provider.WebhookReading.Forged;
import io.github.refundworker.provider.WebhookReading.Notified;
import io.github.refundworker.provider.WebhookReading.Unreadable;
import io.github.refundworker.provider.WebhookReading.Unrelated;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class WixWebhookReaderTest {
    private static final Instant NOW = CommandFixture.ISSUED;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HEADER = "{\"alg\":\"RS256\"}";

    private static final PublicKey STRANGER = other();

    private final WixWebhookReader reader = new WixWebhookReader(List.of(WixStandIn.pem(STRANGER), WixStandIn.pem()));

    private static PublicKey other() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode event() {
        return (ObjectNode) JSON.readTree("""
                {"id":"e1","entityFqdn":"wix.payments.refunds.v1.refund","slug":"updated","entityId":"7b",
                 "updatedEvent":{"currentEntity":"{\\"id\\":\\"7b\\",\\"chargeId\\":\\"c1\\"}"},"entityEventSequence":"2"}""");
    }

    private static String claims(ObjectNode event, String type) {
        String envelope = JSON.createObjectNode()
                .put("eventType", type)
                .put("data", event.toString())
                .toString();
        return JSON.createObjectNode()
                .put("data", envelope)
                .put("iat", NOW.getEpochSecond())
                .toString();
    }

    private WebhookReading read(String token, Instant now) {
        return reader.read(name -> null, token.getBytes(StandardCharsets.UTF_8), now);
    }

    private WebhookReading signed(ObjectNode event) {
        return read(WixStandIn.signed(HEADER, claims(event, "wix.payments.refunds.v1.refund_updated")), NOW);
    }

    @Test
    void shouldTellWhichRefundChanged() {
        assertThat(signed(event())).isEqualTo(new Notified("e1", new ChargeId("c1"), null, "7b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"createdEvent\":{\"entity\":{\"chargeId\":\"c1\"}}}",
                "{\"createdEvent\":{\"entityAsJson\":\"{\\\"chargeId\\\":\\\"c1\\\"}\"}}",
                "{\"updatedEvent\":{\"currentEntityAsJson\":\"{\\\"chargeId\\\":\\\"c1\\\"}\"}}"
            })
    void shouldReadTheRefundWhereverItStands(String bodies) {
        ObjectNode event = event();
        event.remove("updatedEvent");
        event.setAll((ObjectNode) JSON.readTree(bodies));
        assertThat(signed(event)).isInstanceOf(Notified.class);
    }

    @Test
    void shouldLeaveAloneWhatIsAboutNoRefund() {
        assertThat(read(WixStandIn.signed(HEADER, claims(event(), "wix.ecom.v1.order_created")), NOW))
                .isEqualTo(new Unrelated("wix.ecom.v1.order_created"));
    }

    @Test
    void shouldRefuseWhatAnotherKeySigned() {
        String token = WixStandIn.signed(HEADER, claims(event(), "wix.payments.refunds.v1.refund_updated"));
        WixWebhookReader stranger = new WixWebhookReader(List.of(WixStandIn.pem(STRANGER)));
        assertThat(stranger.read(name -> null, token.getBytes(StandardCharsets.UTF_8), NOW))
                .isInstanceOf(Forged.class);
        String[] parts = token.split("\\.", -1);
        String changed = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims(event(), "wix.payments.refunds.v1.refund_created")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(read(parts[0] + "." + changed + "." + parts[2], NOW)).isInstanceOf(Forged.class);
    }

    /** The two classic holes: no signature at all, and the public key taken for a shared secret. */
    @Test
    void shouldKnowOneAlgorithmOnly() throws GeneralSecurityException {
        String claims = claims(event(), "wix.payments.refunds.v1.refund_updated");
        assertThat(read(WixStandIn.signed("{\"alg\":\"none\"}", claims), NOW)).isInstanceOf(Forged.class);
        String head = WixStandIn.signed("{\"alg\":\"HS256\"}", claims);
        head = head.substring(0, head.lastIndexOf('.'));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WixStandIn.KEYS.getPublic().getEncoded(), "HmacSHA256"));
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
        assertThat(read(head + "." + signature, NOW)).isInstanceOf(Forged.class);
        assertThat(read(head + ".", NOW)).isInstanceOf(Forged.class);
    }

    @Test
    void shouldRefuseWhatIsTooOldOrFromTheFuture() {
        String token = WixStandIn.signed(HEADER, claims(event(), "wix.payments.refunds.v1.refund_updated"));
        assertThat(read(token, NOW.plusSeconds(300))).isInstanceOf(Notified.class);
        assertThat(read(token, NOW.plusSeconds(301))).isInstanceOf(Forged.class);
        assertThat(read(token, NOW.minusSeconds(301))).isInstanceOf(Forged.class);
        String lasting = WixStandIn.token(event(), NOW);
        assertThat(read(lasting, NOW.plusSeconds(3900))).isInstanceOf(Notified.class);
        assertThat(read(lasting, NOW.plusSeconds(3901))).isInstanceOf(Forged.class);
    }

    /** Otherwise a stolen token could be sent again until then. */
    @Test
    void shouldTakeNoTokenForLongerThanAnHourWhateverItsExpiryTimeSays() {
        ObjectNode claims = (ObjectNode) JSON.readTree(claims(event(), "wix.payments.refunds.v1.refund_updated"));
        claims.put("exp", NOW.getEpochSecond() + 86_400 * 365);
        String token = WixStandIn.signed(HEADER, claims.toString());

        assertThat(read(token, NOW.plusSeconds(3_900))).isInstanceOf(Notified.class);
        assertThat(read(token, NOW.plusSeconds(3_901))).isInstanceOf(Forged.class);

        claims.remove("iat");
        assertThat(read(WixStandIn.signed(HEADER, claims.toString()), NOW)).isEqualTo(new Unreadable("iat is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "é.é.é", "{}", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"})
    void shouldRefuseWhatIsNoToken(String body) {
        assertThat(read(body, NOW)).isInstanceOf(Forged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\"iat\":1793534400}", "{\"iat\":\"x\"}", "{\"iat\":1793534400,\"data\":\"{}\"}"
            })
    void shouldSayThatSignedClaimsAreUnreadable(String claims) {
        assertThat(read(WixStandIn.signed(HEADER, claims), Instant.ofEpochSecond(1793534400)))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldSurviveAnything() {
        Random random = new Random(7);
        String token = WixStandIn.token(event(), NOW);
        WebhookReading original = read(token, NOW);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            // The last bits of the last character are no part of the signature.
            assertThat(reader.read(name -> null, bytes, NOW))
                    .isIn(new Forged("it is not a signed token"), new Forged("no configured key signed it"), original);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_1", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"})
    void shouldNotBeMadeWithAKeyThatIsNone(String pem) {
        assertThatThrownBy(() -> new WixWebhookReader(List.of(pem)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a public key of RSA as PEM is expected");
    }
}
