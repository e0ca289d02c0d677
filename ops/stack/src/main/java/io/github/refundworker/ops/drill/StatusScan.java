package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.Reviews;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The few properties of a status event that a drill needs, read without making objects of the rest.
 *
 * @param infoCode of the refund's {@code statusInfo}
 * @param errorCode of a rejection
 */
record StatusScan(
        @Nullable String requestId,
        @Nullable String refundId,
        long revision,
        @Nullable String chargeId,
        BigDecimal amount,
        String currencyCode,
        @Nullable RefundStatus status,
        @Nullable String infoCode,
        @Nullable String errorCode) {

    private static final BigDecimal USUAL_AMOUNT = new BigDecimal(RequestBytes.AMOUNT);

    /** The request's id alone, which is all that matters of an event that ends nothing. */
    static @Nullable String requestIdOf(byte[] value) {
        try (JsonParser parser = JsonHttp.MAPPER.createParser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals("requestId");
                parser.nextToken();
                if (found) {
                    return parser.getString();
                }
                parser.skipChildren();
            }
            return null;
        }
    }

    static StatusScan of(byte[] value) {
        Builder builder = new Builder();
        try (JsonParser parser = JsonHttp.MAPPER.createParser(value)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String property = parser.currentName();
                parser.nextToken();
                switch (property) {
                    case "requestId" -> builder.requestId = parser.getString();
                    case "refund" -> builder.refund(parser);
                    case "error" -> builder.error(parser);
                    default -> parser.skipChildren();
                }
            }
        }
        return builder.build();
    }

    /** Whether the refund waits for a person, and nothing else will happen by itself. */
    boolean isInReview() {
        return Reviews.isInReview(status, infoCode);
    }

    private static final class Builder {
        private @Nullable String requestId;
        private @Nullable String refundId;
        private long revision;
        private @Nullable String chargeId;
        private BigDecimal amount = BigDecimal.ZERO;
        private String currencyCode = "";
        private @Nullable RefundStatus status;
        private @Nullable String infoCode;
        private @Nullable String errorCode;

        void refund(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String property = parser.currentName();
                parser.nextToken();
                switch (property) {
                    case "id" -> refundId = parser.getString();
                    case "revision" -> revision = parser.getLongValue();
                    case "chargeId" -> chargeId = parser.getString();
                    case "currencyCode" -> currencyCode = shared(RequestBytes.CURRENCY, parser.getString());
                    case "amount" -> amount = decimal(parser.getString());
                    case "status" -> status = RefundStatus.valueOf(parser.getString());
                    case "statusInfo" -> infoCode = code(parser);
                    default -> parser.skipChildren();
                }
            }
        }

        void error(JsonParser parser) {
            errorCode = code(parser);
        }

        private static @Nullable String code(JsonParser parser) {
            String code = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals("code");
                parser.nextToken();
                if (found) {
                    code = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
            return code;
        }

        private static BigDecimal decimal(String text) {
            return text.equals(RequestBytes.AMOUNT) ? USUAL_AMOUNT : new BigDecimal(text);
        }

        private static String shared(String usual, String text) {
            return text.equals(usual) ? usual : text;
        }

        StatusScan build() {
            return new StatusScan(
                    requestId, refundId, revision, chargeId, amount, currencyCode, status, infoCode, errorCode);
        }
    }
}
