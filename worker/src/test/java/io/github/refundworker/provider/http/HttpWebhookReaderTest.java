package io.github.refundworker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.WebhookReading;
import io.github.refundworker.provider.WebhookReading.Forged;
import io.github.refundworker.provider.WebhookReading.Notified;
import io.github.refundworker.provider.WebhookReading.Unreadable;
import io.github.refundworker.provider.WebhookReading.Unrelated;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWebhookReaderTest {
    private static final Instant NOW = CommandFixture.ISSUED;
    private static final String BODY = "{\"type\":\"refund.updated\",\"data\":{\"id\":\"re_1\",\"chargeId\":\"ch_1\","
            + "\"reference\":\"" + CommandFixture.REFUND + "\"}}";

    private final HttpWebhookReader reader = new HttpWebhookReader(
            List.of("whsec_AAAA", "whsec_" + Base64.getEncoder().encodeToString(HttpStandIn.SECRET)));

    private static Map<String, String> signed(String body, Instant at) {
        String timestamp = String.valueOf(at.getEpochSecond());
        return new HashMap<>(Map.of(
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1,AAAA " + HttpStandIn.signature("msg_1", timestamp, body.getBytes(StandardCharsets.UTF_8))));
    }

    private WebhookReading read(String body, Map<String, String> headers) {
        return reader.read(headers::get, body.getBytes(StandardCharsets.UTF_8), NOW);
    }

    @Test
    void shouldTellWhichRefundChanged() {
        assertThat(read(BODY, signed(BODY, NOW)))
                .isEqualTo(new Notified("msg_1", CommandFixture.CHARGE, CommandFixture.REFUND, "re_1"));
    }

    @ParameterizedTest
    @CsvSource({
        "webhook-id, msg_2",
        "webhook-timestamp, 1793534401",
        "webhook-signature, 'v1,AAAA'",
        "webhook-timestamp, soon",
        "webhook-timestamp, 9999999999999",
        "webhook-signature, ''"
    })
    void shouldRefuseWhatWasNotSignedSo(String header, String value) {
        Map<String, String> headers = signed(BODY, NOW);
        headers.put(header, value);
        assertThat(read(BODY, headers)).isInstanceOf(Forged.class);
        headers.remove(header);
        assertThat(read(BODY, headers)).isInstanceOf(Forged.class);
    }

    @Test
    void shouldRefuseWhatIsTooOldOrFromTheFuture() {
        assertThat(read(BODY, signed(BODY, NOW.minusSeconds(300)))).isInstanceOf(Notified.class);
        assertThat(read(BODY, signed(BODY, NOW.minusSeconds(301)))).isInstanceOf(Forged.class);
        assertThat(read(BODY, signed(BODY, NOW.plusSeconds(301)))).isInstanceOf(Forged.class);
    }

    @Test
    void shouldLeaveAloneWhatIsAboutNoRefund() {
        String other = BODY.replace("refund.updated", "charge.created");
        assertThat(read(other, signed(other, NOW))).isEqualTo(new Unrelated("charge.created"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":\"refund.updated\"}",
                "{\"type\":\"refund.updated\",\"data\":{\"chargeId\":\"a b\"}}"
            })
    void shouldSayThatASignedBodyIsUnreadable(String body) {
        assertThat(read(body, signed(body, NOW))).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldSurviveAnything() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = BODY.getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(read(text, signed(random.nextBoolean() ? text : BODY, NOW)))
                    .isNotNull();
        }
    }
}
