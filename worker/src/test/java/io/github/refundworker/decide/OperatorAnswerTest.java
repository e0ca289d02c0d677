package io.github.refundworker.decide;

import static io.github.refundworker.decide.DecideFixture.header;
import static io.github.refundworker.decide.DecideFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person who decides about a charge hears what the worker does with it, in the same commit. */
class OperatorAnswerTest {
    private static final String ID = "0d6f1f5e-1f5c-4d0f-8f0a-3a1d1c8f7b21";
    private static final OperatorDecision CORRECTED =
            new OperatorDecision.CorrectCharge(new Money(new BigDecimal("80.00"), new CurrencyCode("USD")));

    private static List<TestRecord<byte[], byte[]>> answers(DecideFixture decide) {
        return decide.written("refund-status").stream()
                .filter(record -> header(record, "ce_type").equals("io.github.refundworker.operator.answered.v1"))
                .toList();
    }

    @Test
    void shouldTellAPersonThatADecisionIsTaken() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.decided("ch_1", CORRECTED, ID);

            assertThat(answers(decide)).singleElement().satisfies(answer -> {
                assertThat(text(answer.key())).isEqualTo("ch_1");
                assertThat(text(answer.value()))
                        .isEqualTo("{\"inputId\":\"" + ID + "\",\"chargeId\":\"ch_1\",\"taken\":true}");
                assertThat(header(answer, "ce_id")).isEqualTo(ID + "/answered");
                assertThat(header(answer, "ce_subject")).isEqualTo("ch_1");
            });
        }
    }

    @Test
    void shouldTellAPersonWhyADecisionIsRefused() {
        RefundId refund = RefundId.of("test", new ChargeId("ch_1"), new RequestId("r1"));
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.decided("ch_1", new OperatorDecision.Resolve(refund, 7, true, "re_1"), ID);

            assertThat(answers(decide))
                    .extracting(answer -> text(answer.value()))
                    .containsExactly("{\"inputId\":\"" + ID
                            + "\",\"chargeId\":\"ch_1\",\"taken\":false,\"reason\":\"OUTDATED_REVISION\"}");
        }
    }

    @Test
    void shouldTellAPersonThatADecisionCannotBeMade() {
        DecisionFunction broken = (policy, chargeId, state, input) -> {
            if (input instanceof Input.OperatorDecided) {
                throw new IllegalStateException("a bug");
            }
            return new Decision.Ignore(Decision.Why.NOTHING_NEW);
        };
        try (DecideFixture decide = new DecideFixture(broken)) {
            decide.decided("ch_1", CORRECTED, ID);

            assertThat(answers(decide))
                    .singleElement()
                    .satisfies(answer ->
                            assertThat(text(answer.value())).contains("\"taken\":false,\"reason\":\"UNDECIDABLE\""));
            assertThat(decide.written("refund-inputs-dlt")).hasSize(1);
        }
    }

    /** As tools of earlier versions write it, or anybody who may write to the log. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1", "0d6f1f5e-1f5c-4d0f-8f0a-3a1d1c8f7b2x", "0d6f1f5e1f5c4d0f8f0a3a1d1c8f7b21----"})
    void shouldDecideWithoutAnAnswerWhereTheInputHasNoId(String inputId) {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.decided("ch_1", CORRECTED, inputId);

            assertThat(answers(decide)).isEmpty();
            assertThat(decide.written("charge-balances").getLast())
                    .satisfies(balance -> assertThat(text(balance.value())).contains("\"capturedAmount\":\"80.00\""));
        }
    }
}
