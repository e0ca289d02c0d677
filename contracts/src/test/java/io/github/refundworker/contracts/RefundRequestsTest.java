package io.github.refundworker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RefundRequestsTest {

    private static final String CHARGE = "6b1c5f0e-3c0f-4c83-8a55-3f1b4f8f7a10";

    @Test
    void buildsTheSampleWithAllFields() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("sku", "MUG-3");
        item.put("quantity", 1);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("orderId", "1001");
        fields.put("items", List.of(item));
        fields.put("gift", false);
        fields.put("weight", 12.5);
        fields.put("campaign", null);
        OutgoingRequest outgoing = RefundRequests.refund(CHARGE)
                .amount("25.00", "USD")
                .requestId("order-1001-refund-1")
                .previouslyRefundedAmount("0")
                .reason("Item 3 of 4 arrived broken")
                .note("Refund for order 1001")
                .extendedFields(fields)
                .provider("simulator")
                .charge("100.00", "USD")
                .build();
        byte[] sample = Samples.valid("refund-request", "all-fields");
        assertThat(outgoing.json()).isEqualTo(StrictJson.parse(sample).toString());
        assertThat(outgoing.key()).isEqualTo(CHARGE);
        assertThat(outgoing.headers()).isEqualTo(Map.of("content-type", "application/json"));
    }

    @Test
    void buildsTheSampleForTheWholeCharge() {
        OutgoingRequest outgoing = RefundRequests.refund(CHARGE)
                .wholeCharge()
                .requestId("order-1001-refund-1")
                .build();
        byte[] sample = Samples.valid("refund-request", "whole-charge");
        assertThat(outgoing.json()).isEqualTo(StrictJson.parse(sample).toString());
    }

    @Test
    void makesAnIdThatStaysTheSame() {
        RefundRequestBuilder builder = RefundRequests.refund(CHARGE).wholeCharge();
        String requestId = builder.build().request().requestId();
        assertThat(UUID.fromString(requestId)).hasToString(requestId);
        assertThat(builder.build().request().requestId()).isEqualTo(requestId);
        assertThat(RefundRequests.refund(CHARGE).wholeCharge().build().request().requestId())
                .isNotEqualTo(requestId);
    }

    @Test
    void carriesTheTraceOn() {
        String traceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        OutgoingRequest outgoing = RefundRequests.refund(CHARGE)
                .wholeCharge()
                .traceParent(traceParent)
                .build();
        assertThat(outgoing.headers()).containsEntry("traceparent", traceParent).hasSize(2);
        refused("traceparent", () -> RefundRequests.refund(CHARGE).wholeCharge().traceParent("1"));
    }

    @Test
    void takesNumbers() {
        OutgoingRequest outgoing = RefundRequests.refund(CHARGE)
                .amount(new BigDecimal("1E+3"), "JPY")
                .previouslyRefundedAmount(BigDecimal.ZERO)
                .build();
        assertThat(outgoing.request().amount()).isEqualTo("1000");
        assertThat(outgoing.request().previouslyRefundedAmount()).isEqualTo("0");
    }

    /** Whatever the builder refuses to take from a sample, the schema refuses too, and the other way round. */
    @Test
    void refusesTheAmountsThatTheSchemaRefuses() {
        int refused = 0;
        for (Map.Entry<String, byte[]> sample :
                Samples.invalid("refund-request").entrySet()) {
            if (sample.getKey().startsWith("rejected-amount-")) {
                JsonNode amount = StrictJson.parse(sample.getValue()).path("amount");
                if (amount.isString()) {
                    refused("amount", () -> RefundRequests.refund(CHARGE).amount(amount.asString(), "USD"));
                    refused(
                            "charge.amount",
                            () -> RefundRequests.refund(CHARGE).wholeCharge().charge(amount.asString(), "USD"));
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void refusesNumbersOutOfBounds() {
        for (String amount : List.of("0", "-1", "1E+18", "1E+1000000000", "1E-9", "1E-1000000000", "25.000000000")) {
            refused("amount", () -> RefundRequests.refund(CHARGE).amount(new BigDecimal(amount), "USD"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ch 1", "ch_ä", "ｃｈ", "ch_1\n", ".", ".."})
    void refusesChargeIds(String chargeId) {
        refused("chargeId", () -> RefundRequests.refund(chargeId));
    }

    @Test
    void refusesWhatIsTooLongOrEmpty() {
        RefundRequestBuilder builder = RefundRequests.refund(CHARGE).wholeCharge();
        refused("chargeId", () -> RefundRequests.refund("c".repeat(101)));
        refused("requestId", () -> builder.requestId("r".repeat(101)));
        refused("requestId", () -> builder.requestId("   "));
        refused("requestId", () -> builder.requestId("r\ufffdck-2"));
        refused("requestId", () -> builder.requestId("r\ud83d"));
        refused("reason", () -> builder.reason("r".repeat(1001)));
        refused("reason", () -> builder.reason(""));
        refused("note", () -> builder.note("n".repeat(201)));
        refused("note", () -> builder.note("half a pair: \ud83c"));
        for (String provider : List.of("", "no such", "Shop", "-shop", "shop-", "shop\n", "a".repeat(41))) {
            refused("provider", () -> builder.provider(provider));
        }
        refused("previouslyRefundedAmount", () -> builder.previouslyRefundedAmount("-1"));
        refused("currencyCode", () -> RefundRequests.refund(CHARGE).amount("25.00", "usd"));
        refused("charge.currencyCode", () -> builder.charge("25.00", "US"));
    }

    /** As the schema does: a text of 200 emoji has 200 characters. */
    @Test
    void countsCharactersAndNotUnits() {
        RefundRequestBuilder builder = RefundRequests.refund(CHARGE).wholeCharge();
        builder.requestId("😀".repeat(100)).note("🧾".repeat(200)).reason("😀".repeat(1000));
        refused("requestId", () -> builder.requestId("😀".repeat(101)));
        refused("note", () -> builder.note("🧾".repeat(201)));
    }

    /** An id that the worker would answer with INVALID_REQUEST is not sent at all. */
    @Test
    void refusesTheIdsThatTheSchemaRefuses() {
        int refused = 0;
        for (Map.Entry<String, byte[]> sample :
                Samples.invalid("refund-request").entrySet()) {
            JsonNode requestId = sample.getKey().startsWith("rejected-requestId-")
                    ? StrictJson.parse(sample.getValue()).path("requestId")
                    : StrictJson.parse("{}".getBytes(StandardCharsets.UTF_8)).path("requestId");
            if (requestId.isString()) {
                refused(
                        "requestId",
                        () -> RefundRequests.refund(CHARGE).wholeCharge().requestId(requestId.asString()));
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void refusesExtendedFieldsBeyondTheLimits() {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", cycle);
        refusedFields(cycle);
        refusedFields(nested(32));
        refusedFields(Map.of("a", "a".repeat(3000), "b", "b".repeat(3000), "c", "c".repeat(3000)));
        refusedFields(Map.of("a", "a".repeat(4097)));
        refusedFields(Map.of("half", "\udf81"));
        refusedFields(Map.of("nan", Double.NaN));
        refusedFields(Map.of("long", new BigDecimal("1".repeat(65))));
        refusedFields(Map.of("object", UUID.randomUUID()));
        assertThat(withFields(nested(31)).json()).contains("[[[[");
    }

    @ParameterizedTest
    @EnumSource
    void whateverItWritesReadsBackTheSame(Jackson jackson) {
        Fuzz fuzz = new Fuzz(20261122);
        for (int round = 0; round < 2000; round++) {
            Map<String, @Nullable Object> fields = fuzz.fields();
            OutgoingRequest outgoing = RefundRequests.refund(fuzz.chargeId())
                    .wholeCharge()
                    .requestId(fuzz.requestId())
                    .reason("r" + fuzz.text(999))
                    .note("n" + fuzz.text(199))
                    .extendedFields(fields)
                    .build();
            byte[] json = outgoing.json().getBytes(StandardCharsets.UTF_8);
            RefundRequest read = jackson.read(json, RefundRequest.class);
            assertThat(read).isEqualTo(outgoing.request());
            assertThat(Schemas.errors("refund-request", StrictJson.parse(json))).isEmpty();
        }
    }

    private static OutgoingRequest withFields(Map<String, Object> fields) {
        return RefundRequests.refund(CHARGE)
                .wholeCharge()
                .extendedFields(fields)
                .build();
    }

    private static void refusedFields(Map<String, Object> fields) {
        refused("extendedFields", () -> withFields(fields));
    }

    private static void refused(String field, Runnable call) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageStartingWith(field);
    }

    /** Fields that nest so deep, the fields themselves included. */
    private static Map<String, Object> nested(int depth) {
        List<Object> innermost = new ArrayList<>();
        List<Object> list = innermost;
        for (int level = 2; level < depth; level++) {
            list = Collections.singletonList(list);
        }
        return Map.of("in", list);
    }
}
