package io.github.refundworker.provider.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.Signatures;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.WebhookReading;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWebhookReaderTest {
    private static final String REFERENCE = "3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90";
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    /** As in the contract, so that whoever signs can compare: made with openssl, not with the code that is tested. */
    private static final String BODY = "{\"id\":\"evt_1\",\"type\":\"refund.updated\",\"chargeId\":\"ch_1024\"}";

    private static final String SIGNATURE =
            "t=1793534400,v1=63147a72adaf03c1e07856420979f49247e6956ce313e1c8884bdb7db4d63f96";

    private final HttpWebhookReader reader = new HttpWebhookReader(List.of("a-secret-of-the-docs", "the-next-secret"));

    private WebhookReading read(String body, @Nullable String signature, Instant now) {
        return reader.read(
                name -> name.equals("Refund-Webhook-Signature") ? signature : null, body.getBytes(UTF_8), now);
    }

    @Test
    void shouldTakeTheExampleOfTheContract() {
        assertThat(read(BODY, SIGNATURE, NOON))
                .isEqualTo(new WebhookReading.Notified("evt_1", new ChargeId("ch_1024"), null, null));
    }

    @ParameterizedTest
    @CsvSource({"-300, true", "300, true", "-301, false", "301, false"})
    void shouldTakeASignatureForFiveMinutesEitherWay(long seconds, boolean taken) {
        assertThat(read(BODY, SIGNATURE, NOON.plusSeconds(seconds)) instanceof WebhookReading.Notified)
                .isEqualTo(taken);
    }

    @Test
    void shouldTakeOneOfSeveralSignatures() {
        String other = SIGNATURE.replaceFirst("v1=.*", "v1=" + "0".repeat(64) + ", v2=x");
        String both = other + "," + SIGNATURE.substring(SIGNATURE.indexOf("v1="));

        assertThat(read(BODY, other, NOON)).isInstanceOf(WebhookReading.Forged.class);
        assertThat(read(BODY, both, NOON)).isInstanceOf(WebhookReading.Notified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "t=,v1=",
                "t=1793534400",
                "t=1793534400,v1=zz",
                "t=99999999999999999999,v1=00",
                "t=-1793534400,v1=00",
                "t=１793534400,v1=00",
                "v1=63147a72adaf03c1e07856420979f49247e6956ce313e1c8884bdb7db4d63f96"
            })
    void shouldTakeNothingForASignature(String header) {
        assertThat(read(BODY, header, NOON)).isInstanceOf(WebhookReading.Forged.class);
    }

    @Test
    void shouldTakeNothingThatIsNotSigned() {
        assertThat(read(BODY, null, NOON)).isInstanceOf(WebhookReading.Forged.class);
        assertThat(read(BODY + " ", SIGNATURE, NOON)).isInstanceOf(WebhookReading.Forged.class);
        assertThat(read(BODY, SIGNATURE + ",v1=".repeat(500), NOON)).isInstanceOf(WebhookReading.Forged.class);
    }

    @Test
    void shouldReadWhichRefundItIs() {
        WebhookReading reading = signed("""
                {"id":"evt_2","type":"refund.created","chargeId":"ch_1","refundId":"rf_1","reference":"%s","x":[1]}""".formatted(REFERENCE));

        assertThat(reading)
                .isEqualTo(
                        new WebhookReading.Notified("evt_2", new ChargeId("ch_1"), RefundId.parse(REFERENCE), "rf_1"));
    }

    @Test
    void shouldTellWhatIsOfNoConcernFromWhatIsWrong() {
        assertThat(signed("{\"id\":\"e\",\"type\":\"charge.disputed\"}"))
                .isEqualTo(new WebhookReading.Unrelated("charge.disputed"));
        for (String body : List.of(
                "",
                "null",
                "[]",
                "1",
                "{",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"refund.updated\"}",
                "{\"type\":\"refund.updated\",\"chargeId\":\"ch_1\"}",
                "{\"type\":\"refund.updated\",\"chargeId\":\"ch_1\",\"id\":\"\"}",
                "{\"type\":\"refund.updated\",\"chargeId\":\"ch 1\",\"id\":\"e\"}",
                "{\"type\":\"refund.updated\",\"chargeId\":\"ch_1\",\"id\":\"e\",\"refundId\":\"" + "x".repeat(101)
                        + "\"}",
                "{\"type\":\"refund.updated\",\"type\":\"refund.updated\"}",
                "[".repeat(1_000))) {
            assertThat(signed(body)).as(body).isInstanceOf(WebhookReading.Unreadable.class);
        }
    }

    @Test
    void shouldTellThatAChargeChanged() {
        assertThat(signed("{\"id\":\"e\",\"type\":\"charge.updated\",\"chargeId\":\"ch_1\"}"))
                .isEqualTo(new WebhookReading.Notified("e", new ChargeId("ch_1"), null, null));
    }

    private WebhookReading signed(String body) {
        return read(body, Signatures.of("the-next-secret", NOON, body), NOON);
    }
}
