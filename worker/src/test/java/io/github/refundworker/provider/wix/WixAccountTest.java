package io.github.refundworker.provider.wix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.provider.Accounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WixAccountTest {
    @Test
    void shouldCarryTheReferenceInTheFieldThatIsConfigured() {
        WixAccount account = Accounts.bind(
                WixAccount.class,
                Map.of("type", "wix", "token", "IST.abc", "reference-field", "@acme/refunds#reference"));

        assertThat(account.referencePlace().field()).isEqualTo(new ReferencePlace.Field("@acme/refunds", "reference"));
    }
}
