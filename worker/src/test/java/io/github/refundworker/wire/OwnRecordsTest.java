package io.github.refundworker.wire;

import static io.github.refundworker.wire.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of our own that are from another version, damaged or odd. */
class OwnRecordsTest {
    private static final int MUTATIONS = 20_000;
    private static final Command DESCRIBE = new Command.Describe(7, Fixtures.CHARGE, NOON, Fixtures.LATER);

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("", "JSON"),
                arguments("[]", "not a JSON object"),
                arguments("{}", "no version"),
                arguments("{\"type\":\"Describe\"}", "no version"),
                arguments(
                        "{\"v\":2,\"type\":\"Describe\"}",
                        "the record is in format 2, and this version reads formats up to 1"),
                arguments("{\"v\":\"1\"}", "v is VALUE_STRING"),
                arguments("{\"v\":1.0}", "v is VALUE_NUMBER_FLOAT"),
                arguments("{\"v\":1}", "no type"),
                arguments("{\"v\":1,\"type\":\"Guess\"}", "Guess"),
                arguments("{\"v\":1,\"number\":99999999999999999999}", "JSON"),
                arguments("{\"v\":1,\"refundId\":\"r-1\"}", "breaks the rules"),
                arguments("{\"v\":1,\"type\":\"Describe\"} {}", "follows"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldSayWhatIsWrongWithARecord(String json, String why) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CommandCodec.read(value))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> InputCodec.read(value, NOON)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void shouldNameWhatIsMissing() {
        String json = text(CommandCodec.write(DESCRIBE)).replace("\"sendBy\"", "\"sentBy\"");
        assertThatThrownBy(() -> CommandCodec.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("no sendBy");
    }

    @Test
    void shouldPassOverWhatALaterVersionAdds() {
        String json =
                text(CommandCodec.write(DESCRIBE)).replace("{\"v\":1,", "{\"new\":{\"a\":[1,{}]},\"v\":1,\"x\":null,");
        assertThat(CommandCodec.read(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(DESCRIBE);
    }

    @Test
    void shouldNeverWriteAPassedDeadline() {
        assertThatThrownBy(() -> InputCodec.write(new Input.DeadlinePassed(NOON)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCarryTheMostRefundsThatAChargeMayHave() {
        Description many = new Description.Found(
                Money.of("100.00", "USD"),
                Collections.nCopies(2000, Fixtures.aProviderRefund(ProviderStatus.SUCCEEDED)));
        Input described = new Input.ChargeDescribed(NOON, 1, many);
        assertThat(InputCodec.read(InputCodec.write(described), NOON)).isEqualTo(described);
    }

    @Test
    void shouldMendAProvidersText() {
        Input answered = new Input.CommandAnswered(NOON, 1, Fixtures.REFUND, new Outcome.Unknown("half \ud83d of it"));
        assertThat(InputCodec.read(InputCodec.write(answered), NOON))
                .isEqualTo(
                        new Input.CommandAnswered(NOON, 1, Fixtures.REFUND, new Outcome.Unknown("half \ufffd of it")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+1000000000", "1E-1000000000", "1E+101"})
    void shouldNotUnfoldAProvidersNumber(String number) {
        Money absurd = new Money(new BigDecimal(number), Fixtures.USD);
        ProviderRefund refund =
                new ProviderRefund("re_1", null, absurd, ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
        byte[] value =
                InputCodec.write(new Input.CommandAnswered(NOON, 1, Fixtures.REFUND, new Outcome.Completed(refund)));
        assertThat(value).hasSizeLessThan(300);
        assertThatThrownBy(() -> InputCodec.read(value, NOON))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("amount is of a size that no amount has");
    }

    @Test
    void shouldWriteAmountsWithoutExponent() {
        Arbitrary arbitrary = Arbitrary.wild(7);
        for (int i = 0; i < MUTATIONS; i++) {
            BigDecimal amount = arbitrary.a(BigDecimal.class);
            assertThat(Json.plain(amount)).isEqualTo(amount.toPlainString());
        }
    }

    @Test
    void shouldSurviveDamage() {
        Arbitrary arbitrary = Arbitrary.wild(6);
        Random random = new Random(6);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = InputCodec.write(arbitrary.a(Input.CommandAnswered.class));
            byte[] command = CommandCodec.write(arbitrary.a(Command.class));
            input[random.nextInt(input.length)] = (byte) random.nextInt();
            command[random.nextInt(command.length)] = (byte) random.nextInt();
            refused += isRefused(() -> InputCodec.read(input, NOON)) ? 1 : 0;
            refused += isRefused(() -> CommandCodec.read(command)) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(Runnable reading) {
        try {
            reading.run();
            return false;
        } catch (UnreadableRecordException expected) {
            return true;
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
