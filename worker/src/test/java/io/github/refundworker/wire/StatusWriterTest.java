package io.github.refundworker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.OperatorAnswered;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.Rejection;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusEvent.Created;
import io.github.refundworker.domain.StatusEvent.Rejected;
import io.github.refundworker.domain.StatusEvent.Repeated;
import io.github.refundworker.domain.StatusEvent.Updated;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusWriterTest {
    private static final int TIMES = 500;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final StatusWriter WRITER = new StatusWriter("test");

    private final Arbitrary arbitrary = Arbitrary.plausible(4);

    @Test
    void shouldWriteWhatTheContractPromises() {
        for (int i = 0; i < TIMES; i++) {
            shouldKeepTheContract("refund-created", new Created(a(Refund.class), a(Balance.class)));
            shouldKeepTheContract("refund-updated", new Updated(a(Refund.class), a(Balance.class)));
            shouldKeepTheContract("refund-rejected", a(Rejected.class));
            Repeated repeated = a(Repeated.class);
            shouldKeepTheContract("refund-repeated", accepted(repeated));
            shouldKeepTheContract("refund-repeated", rejected(repeated));

            for (String refusal : new String[] {null, "OUTDATED_REVISION"}) {
                byte[] answer = StatusWriter.answered(UUID.randomUUID(), Fixtures.CHARGE, refusal);
                shouldFollowTheSchema("operator-answered", answer);
                shouldBeWrittenLikeTheRecord(answer, OperatorAnswered.class);
            }

            byte[] balance = WRITER.balance(Fixtures.CHARGE, a(Balance.class));
            shouldFollowTheSchema("charge-balance", balance);
            shouldBeWrittenLikeTheRecord(balance, ChargeBalance.class);
        }
    }

    private Repeated accepted(Repeated repeated) {
        return new Repeated(repeated.requestId(), repeated.source(), a(Refund.class), null, repeated.balance());
    }

    private Repeated rejected(Repeated repeated) {
        return new Repeated(repeated.requestId(), repeated.source(), null, a(ErrorCode.class), repeated.balance());
    }

    private void shouldKeepTheContract(String schema, StatusEvent event) {
        byte[] value = WRITER.value(Fixtures.CHARGE, event);
        shouldFollowTheSchema(schema, value);
        String type = WRITER.headers(Fixtures.CHARGE, event, a(Instant.class)).getOrDefault("ce_type", "");
        Class<? extends RefundEvent> record = EventTypes.recordOf(type).orElseThrow();
        shouldBeWrittenLikeTheRecord(value, record);
    }

    private static void shouldFollowTheSchema(String schema, byte[] value) {
        JsonNode node = MAPPER.readTree(value);
        SchemaLocation location =
                SchemaLocation.of("classpath:io/github/refundworker/contracts/schemas/v1/" + schema + ".schema.json");
        List<Error> errors = SCHEMAS.getSchema(location).validate(node);
        assertThat(errors).as(() -> node.toString()).isEmpty();
    }

    /** The contract's records, which know no other properties and their order, make the same bytes. */
    private static void shouldBeWrittenLikeTheRecord(byte[] value, Class<?> record) {
        Object read = MAPPER.readValue(value, record);
        assertThat(MAPPER.writeValueAsString(read)).isEqualTo(new String(value, StandardCharsets.UTF_8));
    }

    private <T> T a(Class<T> type) {
        return arbitrary.a(type);
    }

    @Test
    void shouldKnowTheSameErrorCodesAsTheContract() {
        assertThat(Arrays.stream(ErrorCode.values()).collect(Collectors.toMap(Enum::name, ErrorCode::isRetryable)))
                .isEqualTo(Arrays.stream(io.github.refundworker.contracts.ErrorCode.values())
                        .collect(Collectors.toMap(Enum::name, io.github.refundworker.contracts.ErrorCode::retryable)));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldDescribeEveryCodeThatIsRepeated(ErrorCode code) {
        assertThat(ErrorDescriptions.of(code)).matches("[a-z].{10,80}[a-z]");
    }

    @Test
    void shouldWriteAmountsPlainlyAtTheScaleThatTheyHave() {
        Rejection rejection = new Rejection(
                ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS,
                "too much",
                null,
                null,
                null,
                new BigDecimal("0.00000001"),
                new BigDecimal("1E+3"),
                null);
        Rejected event = new Rejected(Fixtures.REQUEST, Fixtures.SOURCE, rejection, null);
        assertThat(text(WRITER.value(Fixtures.CHARGE, event)))
                .contains("\"min\":\"0.00000001\"", "\"max\":\"1000\"")
                .doesNotContain("null");
    }

    @Test
    void shouldReturnTheCallersFieldsToTheLetter() {
        String fields = "{\"n\":1.0,\"e\":1E+400,\"z\":-0,\"é\":\"\\u0000\"}";
        Refund refund = Fixtures.aRefund(
                new RefundState.Succeeded("re_1"), new Texts(null, null, fields), ProviderDetails.NONE);
        assertThat(text(WRITER.value(Fixtures.CHARGE, new Created(refund, Fixtures.aBalance()))))
                .contains("\"extendedFields\":" + fields + "}");
    }

    @Test
    void shouldMendTextThatUtf8CannotHold() {
        Refund refund = Fixtures.aRefund(new RefundState.Succeeded("re_\ud83d_\ude00_😀"));
        assertThat(text(WRITER.value(Fixtures.CHARGE, new Created(refund, Fixtures.aBalance()))))
                .contains("\"providerRefundId\":\"re_\ufffd_\ufffd_😀\"");
    }

    @Test
    void shouldTellEventsApartByTheirIds() {
        Refund refund = Fixtures.aRefund(new RefundState.Succeeded("re_1"));
        Source source = new Source("eu-refund-requests", 7, 12, Fixtures.NOON);
        RequestId request = Fixtures.REQUEST;
        Rejection rejection = new Rejection(ErrorCode.CHARGE_UNPAID, "unpaid", null, null, null, null, null, null);
        assertThat(ids(new Updated(refund, null)))
                .containsExactly(refund.id() + "/2", refund.id().toString());
        assertThat(ids(new Rejected(request, source, rejection, null)))
                .containsExactly("eu-refund-requests-7-12/rejected", Fixtures.CHARGE.value());
        assertThat(ids(new Repeated(request, source, refund, null, null)))
                .containsExactly("eu-refund-requests-7-12/repeated", refund.id().toString());
        assertThat(ids(new Repeated(request, source, null, ErrorCode.CHARGE_UNPAID, null)))
                .containsExactly("eu-refund-requests-7-12/repeated", Fixtures.CHARGE.value());
    }

    private static List<String> ids(StatusEvent event) {
        var headers = WRITER.headers(Fixtures.CHARGE, event, Fixtures.NOON);
        return List.of(headers.getOrDefault("ce_id", ""), headers.getOrDefault("ce_subject", ""));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
