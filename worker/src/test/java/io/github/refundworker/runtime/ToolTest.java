package io.github.refundworker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolTest {
    @Test
    void shouldSayInLinesForPeopleWhatIsWrongWithTheConfiguration() {
        String printed = ToolOutput.of(
                2,
                "doctor",
                "--refunds.namespace=acme",
                "--refunds.accounts.shop.type=stripe",
                "--REFUNDS_SECRETS=/none");

        assertThat(printed)
                .contains("refunds.accounts.shop.token is not set", "Allowed: a secret or restricted key of Stripe")
                .doesNotContain("{", "\\n");
    }
}
