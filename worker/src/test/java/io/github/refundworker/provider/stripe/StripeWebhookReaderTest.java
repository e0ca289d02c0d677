package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Told;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.WebhookReading;
import io.github.refundworker.provider.WebhookReading.Forged;
import io.github.refundworker.provider.WebhookReading.Notified;
import io.github.refundworker.provider.WebhookReading.Unreadable;
import io.github.refundworker.provider.WebhookReading.Unrelated;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhookReaderTest {
    private static final Instant NOW = CommandFixture.ISSUED;
    private static final String REFUND = "{'id':'evt_1','object':'event','api_version':'2020-08-27','type':'%s',"
            + "'data':{'object':{'id':'re_1','object':'refund','charge':'ch_1','payment_intent':'pi_1',"
            + "'metadata':{'refund_reference':'" + CommandFixture.REFUND + "'}}}}";
    private static final String CHARGE = "{'id':'evt_1','type':'charge.refunded','data':{'object':{'id':'ch_1',"
            + "'object':'charge','payment_intent':'pi_1'}}}";

    private final StripeWebhookReader reader = readerWith("whsec_new", "whsec_old");

    private static StripeWebhookReader readerWith(String... secrets) {
        return new StripeWebhookReader(List.of(secrets), null, ChargeIds.CHARGE);
    }

    private static String event(String type) {
        return json(REFUND.formatted(type));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String signature(String body, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebhookReading read(StripeWebhookReader reader, String body, @Nullable String signature) {
        return reader.read(
                name -> name.equalsIgnoreCase("stripe-signature") ? signature : null,
                body.getBytes(StandardCharsets.UTF_8),
                NOW);
    }

    private WebhookReading signed(String body) {
        return read(reader, body, signature(body, "whsec_new", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"})
    void shouldTellWhichRefundChanged(String type) {
        assertThat(signed(event(type)))
                .isEqualTo(new Notified("evt_1", CommandFixture.CHARGE, CommandFixture.REFUND, "re_1"));
    }

    @Test
    void shouldTellWhichChargeWasRefunded() {
        assertThat(signed(json(CHARGE))).isEqualTo(new Notified("evt_1", CommandFixture.CHARGE, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "charge.dispute.created",
                "charge.dispute.updated",
                "charge.dispute.closed",
                "charge.dispute.funds_withdrawn",
                "charge.dispute.funds_reinstated"
            })
    void shouldTellWhichChargeIsDisputed(String type) {
        String dispute = REFUND.formatted(type).replace("re_1", "dp_1");
        assertThat(signed(json(dispute))).isEqualTo(new Notified("evt_1", CommandFixture.CHARGE, null, null));
    }

    @Test
    void shouldTellOfWhichRefundOurOwnCallWas() {
        String ours = CHARGE.replace(
                "'type'",
                "'created':1793534400,'request':{'id':'req_1','idempotency_key':'" + CommandFixture.REFUND
                        + "'},'type'");
        assertThat(signed(json(ours)))
                .isEqualTo(new Notified(
                        "evt_1",
                        CommandFixture.CHARGE,
                        CommandFixture.REFUND,
                        null,
                        new Told.Made(),
                        Instant.ofEpochSecond(1793534400)));
        for (String other : List.of("'a key of another system'", "null", "''")) {
            String theirs = CHARGE.replace("'type'", "'request':{'idempotency_key':" + other + "},'type'");
            assertThat(signed(json(theirs))).isEqualTo(new Notified("evt_1", CommandFixture.CHARGE, null, null));
        }
    }

    @Test
    void shouldTellWhatTheEventShowsOfTheRefund() {
        String whole = REFUND.formatted("refund.updated")
                .replace(
                        "'metadata'",
                        "'amount':2500,'currency':'usd','status':'succeeded','destination_details':{'type':'card','card':"
                                + "{'reference':'arn-1','reference_type':'acquirer_reference_number'}},'metadata'");
        assertThat(signed(json(whole)))
                .isInstanceOfSatisfying(
                        Notified.class,
                        hint -> assertThat(hint.told())
                                .isEqualTo(new Told.Shown(new ProviderRefund(
                                        "re_1",
                                        CommandFixture.REFUND,
                                        Money.of("25.00", "USD"),
                                        ProviderStatus.SUCCEEDED,
                                        null,
                                        new ProviderDetails(null, null, "arn-1")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'amount':'x'", "'amount':2500,'currency':'usd','status':'new'", "'amount':{},'status':[]"})
    void shouldBeAHintAllTheSameWhereTheRefundCannotBeRead(String parts) {
        assertThat(signed(json(REFUND.formatted("refund.updated").replace("'metadata'", parts + ",'metadata'"))))
                .isEqualTo(new Notified("evt_1", CommandFixture.CHARGE, CommandFixture.REFUND, "re_1"));
    }

    @Test
    void shouldNameAChargeAsTheAccountsRequestsDo() {
        StripeWebhookReader byIntent = new StripeWebhookReader(List.of("whsec_new"), null, ChargeIds.PAYMENT_INTENT);
        for (String body : List.of(event("refund.updated"), json(CHARGE))) {
            assertThat(read(byIntent, body, signature(body, "whsec_new", NOW)))
                    .isInstanceOfSatisfying(
                            Notified.class, hint -> assertThat(hint.chargeId()).isEqualTo(new ChargeId("pi_1")));
        }
    }

    @Test
    void shouldTakeEitherSecretWhileOneIsReplaced() {
        String body = event("refund.updated");
        assertThat(read(reader, body, signature(body, "whsec_old", NOW))).isInstanceOf(Notified.class);
        assertThat(read(reader, body, signature(body, "whsec_other", NOW))).isInstanceOf(Forged.class);
    }

    @Test
    void shouldRefuseWhatWasSignedLongAgo() {
        String body = event("refund.updated");
        assertThat(read(reader, body, signature(body, "whsec_new", NOW.minusSeconds(300))))
                .isInstanceOf(Notified.class);
        assertThat(read(reader, body, signature(body, "whsec_new", NOW.minusSeconds(301))))
                .isInstanceOf(Forged.class);
    }

    @Test
    void shouldRefuseABodyThatWasChanged() {
        String body = event("refund.updated");
        assertThat(read(reader, body + " ", signature(body, "whsec_new", NOW))).isInstanceOf(Forged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t",
                "t=",
                "t=x,v1=y",
                "v1=aa",
                "t=1,v1",
                "t=1=2,v1=3",
                ",,,",
                "t=99999999999999999999,v1=0",
                "é"
            })
    void shouldRefuseAHeaderThatIsNone(String header) {
        assertThat(read(reader, event("refund.updated"), header)).isInstanceOf(Forged.class);
    }

    @Test
    void shouldRefuseWhatIsNotSigned() {
        assertThat(read(reader, event("refund.updated"), null)).isInstanceOf(Forged.class);
    }

    @Test
    void shouldLeaveAloneWhatIsAboutNoRefundOfThisAccount() {
        assertThat(signed(event("charge.succeeded"))).isEqualTo(new Unrelated("charge.succeeded"));
        assertThat(signed(event("refund.updated").replace("ch_1", "pyr_1"))).isEqualTo(new Unrelated("refund.updated"));
        StripeWebhookReader connected = new StripeWebhookReader(List.of("whsec_new"), "acct_1", ChargeIds.CHARGE);
        String ofOther =
                event("refund.updated").replace("'object':'event'".replace('\'', '"'), "\"account\":\"acct_2\"");
        String ofOurs = ofOther.replace("acct_2", "acct_1");
        assertThat(read(connected, ofOther, signature(ofOther, "whsec_new", NOW)))
                .isInstanceOf(Unrelated.class);
        assertThat(read(connected, ofOurs, signature(ofOurs, "whsec_new", NOW))).isInstanceOf(Notified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{'type':7}",
                "{'type':'refund.updated'",
                "{'type':'charge.refunded','data':{'object':{'id':'ch_1'}}}"
            })
    void shouldSayThatASignedBodyIsUnreadable(String body) {
        assertThat(signed(json(body))).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldSurviveAnything() {
        Random random = new Random(7);
        String body = event("refund.updated");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String signature =
                    random.nextBoolean() ? signature(text, "whsec_new", NOW) : text.substring(random.nextInt(40));
            byte[] sent = text.getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            assertThat(reader.read(name -> signature, sent, NOW)).isNotNull();
        }
    }
}
