package io.github.refundworker.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.Scripted;
import io.github.refundworker.provider.StandIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each version of the request, byte by byte as it leaves us: Stripe refuses a key that returns with other parameters. */
class RefundRequestTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static StandIn.Asked sent(Command.Settle command, ChargeIds chargeIds, @Nullable String connectedAccount) {
        try (StandIn stripe = new Scripted(
                        500,
                        "{}",
                        url -> new StripeProvider(
                                url, "sk_test_123", connectedAccount, chargeIds, ConnectSettings.NONE, TIMEOUT));
                ProviderClient client = stripe.client()) {
            client.settle(command, TIMEOUT);
            assertThat(stripe.calls).hasSize(1);
            return stripe.calls.getFirst();
        }
    }

    private static String bodyOf(StandIn.Asked asked) {
        return new String(asked.body(), StandardCharsets.UTF_8);
    }

    @Test
    void ofARefundOfACharge() {
        StandIn.Asked asked = sent(CommandFixture.settle(), ChargeIds.CHARGE, null);

        assertThat(asked).hasToString("POST /v1/refunds");
        assertThat(bodyOf(asked))
                .isEqualTo("amount=2500&metadata[refund_reference]=" + CommandFixture.REFUND + "&charge=ch_1");
        assertThat(asked.headers())
                .containsEntry("idempotency-key", CommandFixture.REFUND.toString())
                .containsEntry("authorization", "Bearer sk_test_123")
                .containsEntry("content-type", "application/x-www-form-urlencoded;charset=UTF-8")
                .doesNotContainKeys("stripe-account", "x-stripe-client-telemetry", "x-stripe-client-user-agent");
    }

    @Test
    void ofARefundOfAPaymentIntentWithTexts() {
        Texts texts = new Texts("fraudulent & more", "grüße", "{\"ignored\":true}");
        Command.Settle command = CommandFixture.settle(new ChargeId("pi_1"), Money.of("100", "JPY"), texts);

        assertThat(bodyOf(sent(command, ChargeIds.PAYMENT_INTENT, null)))
                .isEqualTo("amount=100&metadata[reason]=fraudulent+%26+more&metadata[note]=gr%C3%BC%C3%9Fe"
                        + "&metadata[refund_reference]=" + command.refundId() + "&payment_intent=pi_1");
    }

    @Test
    void ofALongReasonInParts() {
        String reason = "x".repeat(499) + "\uD83D\uDE00" + "y".repeat(499);
        Command.Settle command = CommandFixture.settle(new Texts(reason, null, null));

        assertThat(bodyOf(sent(command, ChargeIds.CHARGE, null)))
                .contains("metadata[reason]=" + "x".repeat(499) + "&")
                .contains("metadata[reason_2]=%F0%9F%98%80" + "y".repeat(498) + "&")
                .contains("metadata[reason_3]=y");
    }

    @Test
    void forAConnectedAccount() {
        assertThat(sent(CommandFixture.settle(), ChargeIds.CHARGE, "acct_9").headers())
                .containsEntry("stripe-account", "acct_9");
    }

    @ParameterizedTest
    @CsvSource({
        "1, ''",
        "2, '&reverse_transfer=true'",
        "3, '&refund_application_fee=true'",
        "4, '&refund_application_fee=true&reverse_transfer=true'"
    })
    void ofEachVersion(int version, String connect) {
        assertThat(bodyOf(sent(CommandFixture.ofBodyVersion(version), ChargeIds.CHARGE, null)))
                .isEqualTo(
                        "amount=2500&metadata[refund_reference]=" + CommandFixture.REFUND + "&charge=ch_1" + connect);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void ofAnotherVersionIsNotGuessed(int version) {
        assertThatThrownBy(() -> RefundParams.of(CommandFixture.ofBodyVersion(version), ChargeIds.CHARGE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
