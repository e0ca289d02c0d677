package io.github.refundworker.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.provider.CommandFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Version 1 of the body, byte by byte: a provider refuses a key that returns with another body. */
class RefundBodyTest {
    @Test
    void ofARefundWithoutTexts() {
        assertThat(bodyOf(CommandFixture.settle()))
                .isEqualTo("{\"reference\":\"" + CommandFixture.REFUND + "\",\"chargeId\":\"ch_1\","
                        + "\"amount\":\"25.00\",\"currencyCode\":\"USD\"}");
    }

    @Test
    void ofARefundWithTexts() {
        Texts texts = new Texts("a \"torn\" seam", "gruß\n", "{\"order\":{\"id\":7.10}}");
        assertThat(bodyOf(CommandFixture.settle(texts)))
                .isEqualTo("{\"reference\":\"" + CommandFixture.REFUND + "\",\"chargeId\":\"ch_1\","
                        + "\"amount\":\"25.00\",\"currencyCode\":\"USD\",\"reason\":\"a \\\"torn\\\" seam\","
                        + "\"note\":\"gruß\\n\",\"extendedFields\":{\"order\":{\"id\":7.10}}}");
    }

    @Test
    void ofAnotherVersionIsNotGuessed() {
        assertThatThrownBy(() -> RefundBody.of(CommandFixture.ofBodyVersion(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String bodyOf(Command.Settle command) {
        return new String(RefundBody.of(command), StandardCharsets.UTF_8);
    }
}
