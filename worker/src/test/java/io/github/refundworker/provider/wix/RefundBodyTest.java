package io.github.refundworker.provider.wix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.Texts;
import io.github.refundworker.provider.CommandFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Version 1 of the body, byte by byte. */
class RefundBodyTest {
    private static final ReferencePlace FIELD = new ReferencePlace(new ReferencePlace.Field("@acme/refunds", "ref"));

    private static String bodyOf(Texts texts, ReferencePlace place) {
        return new String(RefundBody.of(CommandFixture.settle(texts), place), StandardCharsets.UTF_8);
    }

    @Test
    void ofARefundWithoutTexts() {
        assertThat(bodyOf(Texts.NONE, ReferencePlace.NOTE))
                .isEqualTo("{\"refund\":{\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\","
                        + "\"note\":\"[" + CommandFixture.REFUND + "]\"},\"previouslyRefundedAmount\":\"0\"}");
    }

    @Test
    void ofARefundWithTexts() {
        Texts texts = new Texts("torn", "blue", "{\"namespaces\":{\"@acme/orders\":{\"order\":7.10}},\"other\":1}");
        assertThat(bodyOf(texts, ReferencePlace.NOTE))
                .isEqualTo("{\"refund\":{\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\","
                        + "\"reason\":\"torn\",\"note\":\"[" + CommandFixture.REFUND + "] blue\","
                        + "\"extendedFields\":{\"namespaces\":{\"@acme/orders\":{\"order\":7.10}}}},"
                        + "\"previouslyRefundedAmount\":\"0\"}");
    }

    @Test
    void withTheReferenceInAFieldOfItsOwn() {
        Texts texts = new Texts(null, "blue", "{\"namespaces\":{\"@acme/refunds\":{\"by\":\"jo\"}}}");
        assertThat(bodyOf(texts, FIELD))
                .isEqualTo("{\"refund\":{\"chargeId\":\"ch_1\",\"amount\":\"25.00\",\"currencyCode\":\"USD\","
                        + "\"note\":\"blue\",\"extendedFields\":{\"namespaces\":{\"@acme/refunds\":{\"by\":\"jo\","
                        + "\"ref\":\"" + CommandFixture.REFUND + "\"}}}},\"previouslyRefundedAmount\":\"0\"}");
    }

    @Test
    void leavesTheCallerAHundredAndSixtyCharactersOfANote() {
        String note = ReferencePlace.NOTE.note(CommandFixture.REFUND, "x".repeat(160));
        assertThat(note).isNotNull().hasSizeLessThanOrEqualTo(200);
        assertThat(WixProvider.capabilities(ReferencePlace.NOTE).form().noteCharacters())
                .isEqualTo(160);
        assertThat(WixProvider.capabilities(FIELD).form().noteCharacters()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void ofAnotherVersionIsNotGuessed() {
        assertThatThrownBy(() -> RefundBody.of(CommandFixture.ofBodyVersion(2), ReferencePlace.NOTE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
