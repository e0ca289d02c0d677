package io.github.refundworker.contracts;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a request, in the order and within the limits of its schema. */
final class RequestJson {

    private RequestJson() {}

    static String write(RefundRequest request) {
        checkFreeText(request);
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("requestId", request.requestId());
        properties.put("chargeId", request.chargeId());
        putIfGiven(properties, "amount", request.amount());
        putIfGiven(properties, "currencyCode", request.currencyCode());
        putIfGiven(properties, "previouslyRefundedAmount", request.previouslyRefundedAmount());
        putIfGiven(properties, "reason", request.reason());
        putIfGiven(properties, "note", request.note());
        putIfGiven(properties, "extendedFields", request.extendedFields());
        putIfGiven(properties, "provider", request.provider());
        RefundRequest.Charge charge = request.charge();
        if (charge != null) {
            Map<String, @Nullable Object> given = new LinkedHashMap<>();
            given.put("amount", charge.amount());
            given.put("currencyCode", charge.currencyCode());
            properties.put("charge", given);
        }
        // The whole stays far below RequestLimits.RECORD_BYTES, since each of its parts is bounded.
        return JsonWriter.write("request", properties, RequestLimits.NESTING);
    }

    private static void putIfGiven(Map<String, @Nullable Object> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    private static void checkFreeText(RefundRequest request) {
        Map<String, Object> fields = request.extendedFields();
        int bytes = bytes(request.reason()) + bytes(request.note());
        if (fields != null) {
            bytes += bytes(JsonWriter.write("extendedFields", fields, RequestLimits.NESTING - 1));
        }
        if (bytes > RequestLimits.FREE_TEXT_BYTES) {
            throw new IllegalArgumentException("extendedFields, reason and note must have at most "
                    + RequestLimits.FREE_TEXT_BYTES + " bytes together, and have " + bytes);
        }
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
