package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;

/** The body of {@code POST /refunds}. */
record RefundRequest(
        String reference,
        String chargeId,
        String amount,
        String currencyCode,
        @Nullable String reason,
        @Nullable String note,
        @Nullable Map<String, Object> extendedFields) {
    RefundRequest {
        Required.id("reference", reference);
        Required.id("chargeId", chargeId);
        Required.text("amount", amount);
        Required.text("currencyCode", currencyCode);
        Money.positive("amount", amount);
        Money.currency(currencyCode);
    }

    BigDecimal money() {
        return new BigDecimal(amount);
    }

    /** Equal for equal parameters: 25 equals 25.00, and the order of properties does not matter. */
    IdempotencyKeys.Fingerprint fingerprint() {
        Map<String, Object> parameters = new TreeMap<>();
        parameters.put("reference", reference);
        parameters.put("chargeId", chargeId);
        parameters.put("amount", money().stripTrailingZeros().toPlainString());
        parameters.put("currencyCode", currencyCode);
        putIfPresent(parameters, "reason", reason);
        putIfPresent(parameters, "note", note);
        putIfPresent(parameters, "extendedFields", extendedFields);
        return IdempotencyKeys.Fingerprint.of(Json.MAPPER
                .writer()
                .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsBytes(parameters));
    }

    private static void putIfPresent(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
