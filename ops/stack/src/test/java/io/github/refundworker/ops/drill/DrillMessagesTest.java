package io.github.refundworker.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.RefundRequests;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.client.JsonHttp;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DrillMessagesTest {

    private final DrillNames names = new DrillNames("drill-x-m");

    @Test
    void shouldSendWhatTheBuilderWouldSend() {
        String built = RefundRequests.refund("drill-x-mc-3")
                .amount("1.00", "USD")
                .requestId("drill-x-mr-17")
                .charge("200.00", "USD")
                .build()
                .json();
        String sent = new String(new RequestBytes(names, true).value(17, 3), StandardCharsets.UTF_8);

        assertThat(tree(sent)).isEqualTo(tree(built));
        assertThat(tree(new String(new RequestBytes(names, false).value(17, 3), StandardCharsets.UTF_8))
                        .has("charge"))
                .isFalse();
        assertThat(new String(new RequestBytes(names, true).key(3), StandardCharsets.UTF_8))
                .isEqualTo("drill-x-mc-3");
    }

    @Test
    void shouldFitEveryRefundOfAChargeIntoWhatWasCaptured() {
        assertThat(new BigDecimal(RequestBytes.AMOUNT).multiply(BigDecimal.valueOf(ChargePicker.MAX_REFUNDS)))
                .isLessThanOrEqualTo(new BigDecimal(RequestBytes.CAPTURED));
    }

    @Test
    void shouldReadARequestsNumberBackFromItsId() {
        assertThat(names.requestNumber(names.requestId(4711))).isEqualTo(4711);
        assertThat(names.requestNumber("drill-x-wr-1")).isEqualTo(-1);
        assertThat(names.requestNumber("drill-x-mr-")).isEqualTo(-1);
        assertThat(names.requestNumber("drill-x-mr-1a")).isEqualTo(-1);
    }

    @Test
    void shouldScanTheEndOfARefund() {
        String event = """
                {"requestId":"drill-x-mr-5","origin":"request","refund":{"id":"abc","revision":2,"createdDate":"d",
                "updatedDate":"d","chargeId":"drill-x-mc-1","currencyCode":"USD","amount":"1.00","full":false,
                "status":"SUCCEEDED","extendedFields":{"status":"FAILED","deep":[{"id":1}]}},
                "balance":{"chargeId":"drill-x-mc-1","revision":4,"currencyCode":"USD"}}""";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);

        assertThat(StatusScan.requestIdOf(bytes)).isEqualTo("drill-x-mr-5");
        assertThat(StatusScan.of(bytes))
                .isEqualTo(new StatusScan(
                        "drill-x-mr-5",
                        "abc",
                        2,
                        "drill-x-mc-1",
                        new BigDecimal("1.00"),
                        "USD",
                        RefundStatus.SUCCEEDED,
                        null,
                        null));
    }

    @Test
    void shouldScanARefundThatWaitsForAPerson() {
        String event = """
                {"requestId":"r","refund":{"id":"abc","revision":2,"chargeId":"c","currencyCode":"USD","amount":"1.00",
                "status":"%s","statusInfo":{"description":"x","code":"%s"}}}""";
        byte[] waits = event.formatted("PENDING", "NEEDS_REVIEW").getBytes(StandardCharsets.UTF_8);
        byte[] ended = event.formatted("FAILED", "CHARGE_DISPUTED").getBytes(StandardCharsets.UTF_8);

        assertThat(StatusScan.of(waits).isInReview()).isTrue();
        assertThat(StatusScan.of(ended).isInReview()).isFalse();
        assertThat(StatusScan.of(ended).infoCode()).isEqualTo("CHARGE_DISPUTED");
    }

    @Test
    void shouldScanARejection() {
        byte[] bytes = """
                {"requestId":"r","chargeId":"c","error":{"code":"CHARGE_REFUNDED","description":"d"},"retryable":false}""".getBytes(StandardCharsets.UTF_8);

        assertThat(StatusScan.of(bytes).errorCode()).isEqualTo("CHARGE_REFUNDED");
        assertThat(StatusScan.of(bytes).refundId()).isNull();
    }

    private static JsonNode tree(String json) {
        return JsonHttp.MAPPER.readTree(json);
    }
}
