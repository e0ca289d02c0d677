package io.github.refundworker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    private static final Map<String, Class<?>> RECORDS = Map.of(
            "refund-request", RefundRequest.class,
            "refund", Refund.class,
            "charge-balance", ChargeBalance.class,
            "refund-created", RefundCreated.class,
            "refund-updated", RefundUpdated.class,
            "refund-rejected", RefundRejected.class,
            "refund-repeated", RefundRepeated.class,
            "operator-answered", OperatorAnswered.class);

    @Test
    void everyTypeWithSamplesHasARecord() {
        assertThat(RECORDS.keySet()).isEqualTo(Samples.types());
    }

    /** Text against text, so that the order of properties and the absence of nulls are seen too. */
    @ParameterizedTest(name = "Jackson {0}: {1} {2}")
    @MethodSource("samples")
    void sampleSurvivesARoundTrip(Jackson jackson, String type, String name, byte[] json) {
        Object message = jackson.read(json, recordOf(type));
        String written = jackson.write(message);
        assertThat(jackson.read(written.getBytes(StandardCharsets.UTF_8), recordOf(type)))
                .isEqualTo(message);
        if (!name.equals("unknown-fields")) {
            assertThat(written).isEqualTo(StrictJson.parse(json).toString());
        }
    }

    static Stream<Arguments> samples() {
        return Arrays.stream(Jackson.values())
                .flatMap(jackson -> Samples.types().stream()
                        .flatMap(type -> Samples.valid(type).entrySet().stream()
                                .map(sample -> Arguments.of(jackson, type, sample.getKey(), sample.getValue()))));
    }

    @ParameterizedTest
    @EnumSource
    void eachJacksonReadsWhatTheOtherWrote(Jackson jackson) {
        byte[] json = Samples.valid("refund-updated", "all-fields");
        for (Jackson other : Jackson.values()) {
            byte[] written = other.write(other.read(json, RefundUpdated.class)).getBytes(StandardCharsets.UTF_8);
            assertThat(jackson.read(written, RefundUpdated.class)).isEqualTo(jackson.read(json, RefundUpdated.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void missingPartIsNamed(Jackson jackson) {
        byte[] json = Samples.invalid("refund", "amount-missing");
        assertThatThrownBy(() -> jackson.read(json, Refund.class)).hasMessageContaining("amount");
    }

    /** The schemas list properties in the order of the records, for people who read both. */
    @ParameterizedTest
    @MethodSource("types")
    void schemaAndRecordHaveTheSameProperties(String type) {
        List<String> components = Arrays.stream(recordOf(type).getRecordComponents())
                .map(component -> component.getName())
                .toList();
        assertThat(Schemas.source(type).path("properties").propertyNames()).containsExactlyElementsOf(components);
    }

    static Stream<String> types() {
        return RECORDS.keySet().stream().sorted();
    }

    @Test
    void eventTypesNameTheirRecords() {
        for (String type : List.of("refund-created", "refund-updated", "refund-rejected", "refund-repeated")) {
            byte[] json = Samples.valid(type).values().iterator().next();
            RefundEvent event = (RefundEvent) Jackson.THREE.read(json, recordOf(type));
            assertThat(EventTypes.of(event)).isEqualTo("io.github.refundworker." + type.replace('-', '.') + ".v1");
            assertThat(EventTypes.recordOf(EventTypes.of(event))).contains(event.getClass());
            assertThat(event.chargeId()).isEqualTo("6b1c5f0e-3c0f-4c83-8a55-3f1b4f8f7a10");
        }
        assertThat(EventTypes.recordOf("io.github.refundworker.refund.painted.v1"))
                .isEmpty();
    }

    @Test
    void extendedFieldsAreCopied() {
        Map<String, Object> fields = new HashMap<>(Map.of("order", "1001"));
        RefundRequest request = new RefundRequest("r", "c", null, null, null, null, null, fields, null, null);
        fields.put("order", "1002");
        assertThat(request.extendedFields()).containsExactly(Map.entry("order", "1001"));
        assertThatThrownBy(
                        () -> Objects.requireNonNull(request.extendedFields()).put("order", "1003"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Class<?> recordOf(String type) {
        return Objects.requireNonNull(RECORDS.get(type), type);
    }
}
