package io.github.refundworker.wire;

import static io.github.refundworker.wire.Fixtures.CHARGE;
import static io.github.refundworker.wire.Fixtures.LATER;
import static io.github.refundworker.wire.Fixtures.NOON;
import static io.github.refundworker.wire.Fixtures.REFUND;
import static io.github.refundworker.wire.Fixtures.REFUSAL;
import static io.github.refundworker.wire.Fixtures.REQUEST;
import static io.github.refundworker.wire.Fixtures.SOURCE;
import static io.github.refundworker.wire.Fixtures.TEXTS;
import static io.github.refundworker.wire.Fixtures.aBalance;
import static io.github.refundworker.wire.Fixtures.aDisputedBalance;
import static io.github.refundworker.wire.Fixtures.aProviderRefund;
import static io.github.refundworker.wire.Fixtures.aRefund;
import static io.github.refundworker.wire.Fixtures.aRequest;
import static io.github.refundworker.wire.Fixtures.anImportedRefund;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.refundworker.Approved;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Command.Settle;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Input.ChargeDescribed;
import io.github.refundworker.domain.Input.CommandAnswered;
import io.github.refundworker.domain.Input.OperatorDecided;
import io.github.refundworker.domain.Input.ProviderNotified;
import io.github.refundworker.domain.Input.RefundRequested;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.Rejection;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.Told;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** One file for each kind of message. What was once written must stay readable, so each is read back as well. */
class ApprovedMessagesTest {
    private static final String FILES = "io/github/refundworker/wire/";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Stream<Arguments> inputs() {
        return Stream.of(
                arguments("RefundRequested", new RefundRequested(NOON, SOURCE, aRequest(TEXTS))),
                arguments(
                        "RefundRequested-invalid",
                        new RefundRequested(
                                NOON, SOURCE, new InvalidRequest(REQUEST, CHARGE, "charge.amount", "is missing"))),
                described(
                        "Found",
                        new Description.Found(
                                Money.of("100.00", "USD"), List.of(aProviderRefund(ProviderStatus.SUCCEEDED)))),
                described(
                        "Found-disputed",
                        new Description.Found(
                                Money.of("100.00", "USD"),
                                List.of(),
                                null,
                                new Disputes(true, new BigDecimal("30.00")))),
                described("Listed", new Description.Listed(List.of(aProviderRefund(ProviderStatus.SUCCEEDED)))),
                described("Missing", new Description.Missing()),
                described("Unavailable", new Description.Unavailable("HTTP 503")),
                described("TooLate", new Description.TooLate()),
                answered("Completed", new Outcome.Completed(aProviderRefund(ProviderStatus.SUCCEEDED))),
                answered("Pending", new Outcome.Pending(aProviderRefund(ProviderStatus.PENDING))),
                answered("Reversed", new Outcome.Reversed(aProviderRefund(ProviderStatus.REVERSED))),
                answered("Declined", new Outcome.Declined(REFUSAL, aProviderRefund(ProviderStatus.FAILED))),
                answered("NotSent", new Outcome.NotSent("connection refused")),
                answered("Unknown", new Outcome.Unknown("read timed out")),
                answered("Expired", new Outcome.Expired()),
                answered("NotFound", new Outcome.NotFound()),
                arguments("ProviderNotified", new ProviderNotified(NOON, REFUND, "re_4b1f")),
                arguments(
                        "ProviderNotified-Shown",
                        new ProviderNotified(
                                NOON,
                                REFUND,
                                "re_4b1f",
                                new Told.Shown(aProviderRefund(ProviderStatus.SUCCEEDED)),
                                NOON.minusSeconds(1))),
                arguments("ProviderNotified-Made", new ProviderNotified(NOON, REFUND, null, new Told.Made(), null)),
                decided("Refresh", new OperatorDecision.Refresh()),
                decided("LookUpAgain", new OperatorDecision.LookUpAgain(REFUND, 2)),
                decided("Resolve", new OperatorDecision.Resolve(REFUND, 2, true, "re_4b1f")),
                decided("CorrectCharge", new OperatorDecision.CorrectCharge(Money.of("100.00", "USD"))));
    }

    private static Arguments described(String name, Description description) {
        return arguments("ChargeDescribed-" + name, new ChargeDescribed(NOON, 1, description));
    }

    private static Arguments answered(String name, Outcome outcome) {
        return arguments("CommandAnswered-" + name, new CommandAnswered(NOON, 2, REFUND, outcome));
    }

    private static Arguments decided(String name, OperatorDecision decision) {
        return arguments("OperatorDecided-" + name, new OperatorDecided(NOON, decision, "jo", "seen in the dashboard"));
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(
                        "Settle",
                        new Settle(
                                2,
                                CHARGE,
                                REFUND,
                                Money.of("25.00", "USD"),
                                false,
                                new BigDecimal("0.00"),
                                TEXTS,
                                Settle.BODY_VERSION,
                                NOON,
                                NOON.plusNanos(1),
                                LATER,
                                true)),
                arguments("LookUp", new Command.LookUp(3, CHARGE, REFUND, "re_4b1f", NOON, LATER)),
                arguments("Describe", new Command.Describe(1, CHARGE, NOON, LATER)));
    }

    static Stream<Arguments> events() {
        Rejection rejection = new Rejection(
                ErrorCode.PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH,
                "25.00 was refunded before",
                null,
                new BigDecimal("0"),
                new BigDecimal("25.00"),
                null,
                null,
                null);
        return Stream.of(
                arguments(
                        "created",
                        new StatusEvent.Created(
                                aRefund(new RefundState.Submitted(LATER), TEXTS, Fixtures.DETAILS), aBalance())),
                arguments(
                        "created-by-provider",
                        new StatusEvent.Created(anImportedRefund(new RefundState.Succeeded("re_9")), aBalance())),
                arguments(
                        "updated",
                        new StatusEvent.Updated(aRefund(new RefundState.Failed(REFUSAL, "re_4b1f")), aBalance())),
                arguments("rejected", new StatusEvent.Rejected(REQUEST, SOURCE, rejection, aBalance())),
                arguments(
                        "rejected-id-reused",
                        new StatusEvent.Rejected(
                                REQUEST,
                                SOURCE,
                                new Rejection(
                                        ErrorCode.REQUEST_ID_REUSED,
                                        "this request id was used before with other content",
                                        "requestId",
                                        null,
                                        null,
                                        null,
                                        null,
                                        REFUND),
                                aBalance())),
                arguments(
                        "repeated",
                        new StatusEvent.Repeated(
                                REQUEST, SOURCE, aRefund(new RefundState.Succeeded("re_4b1f")), null, aBalance())),
                arguments(
                        "repeated-rejected",
                        new StatusEvent.Repeated(REQUEST, SOURCE, null, ErrorCode.CHARGE_NOT_FOUND, null)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldWriteInputsAsApproved(String name, Input input) {
        String written = pretty(InputCodec.write(input));
        Approved.verify(FILES + "inputs/" + name + ".json", written);
        assertThat(InputCodec.read(written.getBytes(UTF_8), NOON)).isEqualTo(input);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldWriteCommandsAsApproved(String name, Command command) {
        String written = pretty(CommandCodec.write(command));
        Approved.verify(FILES + "commands/" + name + ".json", written);
        assertThat(CommandCodec.read(written.getBytes(UTF_8))).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteStatusEventsAsApproved(String name, StatusEvent event) {
        StatusWriter writer = new StatusWriter("test");
        StringBuilder text = new StringBuilder();
        writer.headers(CHARGE, event, NOON)
                .forEach((header, value) ->
                        text.append(header).append(": ").append(value).append('\n'));
        text.append('\n').append(pretty(writer.value(CHARGE, event)));
        Approved.verify(FILES + "status/" + name + ".txt", text.toString());
    }

    @Test
    void shouldWriteBalancesAsApproved() {
        Approved.verify(FILES + "balance.json", pretty(new StatusWriter("test").balance(CHARGE, aBalance())));
        Approved.verify(
                FILES + "balance-disputed.json", pretty(new StatusWriter("test").balance(CHARGE, aDisputedBalance())));
    }

    private static String pretty(byte[] json) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(json)) + "\n";
    }
}
