package io.github.refundworker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.refundworker.contracts.RefundRequestBuilder;
import io.github.refundworker.contracts.RefundRequests;
import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.wire.IdsAndTexts.Place;
import io.github.refundworker.wire.IdsAndTexts.Row;
import io.github.refundworker.wire.RequestReading.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * One text, one verdict: schema, builder, reader, wire and decider take and refuse the same ids and texts. Adapters, the
 * query API and {@code refundctl} are asked with the same table in tests of their own.
 */
class IdsAndTextsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final SchemaLocation REQUEST =
            SchemaLocation.of("classpath:io/github/refundworker/contracts/schemas/v1/refund-request.schema.json");
    private static final AccountName ACCOUNT = new AccountName("main");
    private static final Policy POLICY = new Policy(
            "test",
            ACCOUNT,
            Map.of(
                    ACCOUNT,
                    new Capabilities(
                            Duration.ofDays(1), true, true, true, false, true, Map.of(new CurrencyCode("USD"), 2))),
            false,
            Policy.Limits.DEFAULT,
            Policy.Ages.DEFAULT);

    private static Stream<Row> rows() {
        return IdsAndTexts.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldHaveOneVerdict(Row row) {
        Place place = row.place();
        String text = row.text();
        boolean right = row.isRight();
        String json = row.json("ch_1");

        assertThat(SCHEMAS.getSchema(REQUEST).validate(JSON.readTree(json)).isEmpty())
                .as("schema")
                .isEqualTo(right);
        assertThat(isBuilt(place, text)).as("builder").isEqualTo(right);
        RequestReading reading = RequestReader.read(json.getBytes(UTF_8));
        assertThat(reading instanceof Readable(RefundRequest _)).as("reader").isEqualTo(right);
        if (reading instanceof Readable(var body)) {
            Input.RefundRequested input =
                    new Input.RefundRequested(NOW, new Source("refund-requests", 0, 7, NOW), body);
            assertThat(InputCodec.read(InputCodec.write(input), NOW)).as("wire").isEqualTo(input);
            assertThat(isRejected(input)).as("decider").isNotEqualTo(right);
        }
    }

    /** Accounts have a form of their own, which the domain knows and the contract repeats. */
    @ParameterizedTest
    @ValueSource(strings = {"shop", "1", "shop-eu", "no such", "Shop", "-shop", "shop-", "shop\n", "sh\u00f6p", ""})
    void shouldHaveOneVerdictOfAccounts(String name) {
        assertThat(Pattern.matches(RequestLimits.PROVIDER_PATTERN, name)).isEqualTo(AccountName.isValid(name));
        for (int length : List.of(RequestLimits.PROVIDER_CHARACTERS, RequestLimits.PROVIDER_CHARACTERS + 1)) {
            String longest = "a".repeat(length);
            assertThat(Pattern.matches(RequestLimits.PROVIDER_PATTERN, longest))
                    .isEqualTo(AccountName.isValid(longest));
        }
    }

    private static boolean isBuilt(Place place, String text) {
        try {
            RefundRequestBuilder builder = RefundRequests.refund(place == Place.CHARGE_ID ? text : "ch_1")
                    .wholeCharge();
            UnaryOperator<RefundRequestBuilder> with = switch (place) {
                case REQUEST_ID -> of -> of.requestId(text);
                case CHARGE_ID -> of -> of;
                case NOTE -> of -> of.note(text);
                case REASON -> of -> of.reason(text);
            };
            with.apply(builder).build();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static boolean isRejected(Input.RefundRequested input) {
        Decision decision = Decider.decide(POLICY, input.body().chargeId(), ChargeState.NONE, input);
        return decision instanceof Decision.Next(var _, var effects)
                && effects.stream().anyMatch(effect -> effect instanceof Effect.PublishStatus(StatusEvent.Rejected _));
    }
}
