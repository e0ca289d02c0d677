package io.github.refundworker.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is said twice, in Java and in a schema, is the same. */
class SchemaTest {

    private final JsonNode common = Schemas.source("common").path("$defs");

    @Test
    void everyErrorCodeIsListed() {
        JsonNode codes =
                Schemas.source("refund-error").path("properties").path("code").path("examples");
        assertThat(codes.values().stream().map(JsonNode::asString).toList()).isEqualTo(names(ErrorCode.values()));
    }

    @Test
    void everyStatusIsListed() {
        JsonNode statuses =
                Schemas.source("refund").path("properties").path("status").path("enum");
        assertThat(statuses.values().stream().map(JsonNode::asString).toList()).isEqualTo(names(RefundStatus.values()));
    }

    @Test
    void limitsAgree() {
        JsonNode provider = Schemas.source("refund-request").path("properties").path("provider");
        assertThat(common.path("requestId").path("maxLength").asInt()).isEqualTo(RequestLimits.ID_CHARACTERS);
        assertThat(common.path("reason").path("maxLength").asInt()).isEqualTo(RequestLimits.REASON_CHARACTERS);
        assertThat(common.path("note").path("maxLength").asInt()).isEqualTo(RequestLimits.NOTE_CHARACTERS);
        assertThat(provider.path("maxLength").asInt()).isEqualTo(RequestLimits.PROVIDER_CHARACTERS);
        assertThat(provider.path("pattern").asString()).isEqualTo(RequestLimits.PROVIDER_PATTERN);
        assertThat(pattern("amount")).isEqualTo(RequestLimits.AMOUNT_PATTERN);
        assertThat(pattern("positiveAmount")).isEqualTo(RequestLimits.POSITIVE_AMOUNT_PATTERN);
        assertThat(pattern("requestId")).isEqualTo(RequestLimits.REQUEST_ID_PATTERN);
        assertThat(pattern("reason")).isEqualTo(RequestLimits.TEXT_PATTERN);
        assertThat(pattern("note")).isEqualTo(RequestLimits.TEXT_PATTERN);
        assertThat(pattern("chargeId")).isEqualTo(RequestLimits.CHARGE_ID_PATTERN);
        assertThat(pattern("currencyCode")).isEqualTo(RequestLimits.CURRENCY_PATTERN);
    }

    private String pattern(String definition) {
        return common.path(definition).path("pattern").asString();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
