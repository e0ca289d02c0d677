package io.github.refundworker.wire;

import static io.github.refundworker.wire.Fixtures.ACCOUNT;
import static io.github.refundworker.wire.Fixtures.LATER;
import static io.github.refundworker.wire.Fixtures.MARK;
import static io.github.refundworker.wire.Fixtures.NOON;
import static io.github.refundworker.wire.Fixtures.REFUND;
import static io.github.refundworker.wire.Fixtures.REFUSAL;
import static io.github.refundworker.wire.Fixtures.SOURCE;
import static io.github.refundworker.wire.Fixtures.TEXTS;
import static io.github.refundworker.wire.Fixtures.aBalance;
import static io.github.refundworker.wire.Fixtures.aRefund;
import static io.github.refundworker.wire.Fixtures.aRequest;
import static io.github.refundworker.wire.Fixtures.anImportedRefund;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ChargeState.Waiting;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestMark;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.domain.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChargeStateCodecTest {
    private static final int MUTATIONS = 20_000;

    /** In every state a refund can be in, so that the stored sample below shows each of their numbers. */
    static final ChargeState FULL = new ChargeState(
            NOON,
            ACCOUNT,
            new Facts.Described(Money.of("100.00", "USD"), NOON),
            4,
            new OpenCommand(4, OpenCommand.Kind.LOOK_UP, REFUND, NOON, LATER, LATER.plusSeconds(90)),
            new DescribeRetry(LATER, 2),
            List.of(
                    new Waiting(aRequest(TEXTS), SOURCE, LATER),
                    new Waiting(
                            new RefundRequest(
                                    Fixtures.REQUEST, Fixtures.CHARGE, new Asked.Whole(), null, null, null, Texts.NONE),
                            SOURCE,
                            LATER.plusNanos(1)),
                    new Waiting(
                            new RefundRequest(
                                    Fixtures.REQUEST,
                                    Fixtures.CHARGE,
                                    new Asked.Part(new BigDecimal("0.00000001"), null),
                                    null,
                                    null,
                                    null,
                                    Texts.NONE),
                            SOURCE,
                            LATER)),
            List.of(
                    aRefund(new RefundState.Submitted(LATER), TEXTS, Fixtures.DETAILS),
                    aRefund(new RefundState.AwaitingProvider("re_1", LATER, 3)),
                    aRefund(new RefundState.Unresolved(LATER)),
                    aRefund(new RefundState.Confirming(REFUSAL, LATER)),
                    aRefund(new RefundState.InReview(new StatusInfo("NEEDS_REVIEW", "no answer"), null)),
                    aRefund(new RefundState.Failed(REFUSAL, "re_2")),
                    aRefund(new RefundState.Reversed(REFUSAL, "re_3")),
                    anImportedRefund(new RefundState.Succeeded("re_4"))),
            List.of(
                    new Rejected(MARK, ErrorCode.CHARGE_REFUNDED),
                    new Rejected(new RequestMark(Long.MIN_VALUE, Long.MAX_VALUE, 0), ErrorCode.NEEDS_REVIEW)),
            List.of(Fixtures.IMPORTED),
            aBalance());

    private static ChargeState typical() {
        return new ChargeState(
                NOON.plusMillis(250),
                ACCOUNT,
                new Facts.Described(Money.of("100.00", "USD"), NOON),
                2,
                null,
                null,
                List.of(),
                List.of(aRefund(new RefundState.Succeeded("8e1dfb5e-0f3b-4bb8-9a1c-5a8f2f1d7c11"))),
                List.of(),
                List.of(),
                aBalance());
    }

    private static byte[] stored(String file) throws IOException {
        try (InputStream bytes = ChargeStateCodecTest.class.getResourceAsStream(file)) {
            return HexFormat.of()
                    .parseHex(new String(Objects.requireNonNull(bytes).readAllBytes(), US_ASCII).replace("\n", ""));
        }
    }

    /** Not an approved file: what stores hold does not change with the code. Another form needs another version. */
    @Test
    void shouldReadForeverWhatVersion2Stored() throws IOException {
        byte[] stored = stored("charge-state-v2.hex");
        assertThat(ChargeStateCodec.read(stored)).isEqualTo(FULL);
        assertThat(ChargeStateCodec.write(FULL)).isEqualTo(stored);
    }

    /** It knew no traces, and not when a refund was asked for. */
    @Test
    void shouldReadForeverWhatVersion1Stored() throws IOException {
        ChargeState read = ChargeStateCodec.read(stored("charge-state-v1.hex"));

        Source untraced = new Source(SOURCE.topic(), SOURCE.partition(), SOURCE.offset(), SOURCE.timestamp());
        assertThat(read.waiting())
                .isEqualTo(FULL.waiting().stream()
                        .map(waiting -> new Waiting(waiting.request(), untraced, waiting.due()))
                        .toList());
        assertThat(read.refunds())
                .usingRecursiveComparison()
                .ignoringFields("origin.trail")
                .isEqualTo(FULL.refunds());
        assertThat(((Origin.Requested) read.refunds().getFirst().origin()).trail())
                .isEqualTo(new Trail(NOON, null));
        assertThat(read.balance()).isEqualTo(FULL.balance());
    }

    @Test
    void shouldStayRoundlyTwoHundredBytesForOneRefund() {
        assertThat(ChargeStateCodec.write(typical())).hasSizeLessThanOrEqualTo(250);
    }

    @Test
    void shouldSayWhichVersionItDoesNotKnow() {
        byte[] value = ChargeStateCodec.write(FULL);
        value[0] = 3;
        assertThatThrownBy(() -> ChargeStateCodec.read(value))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("unknown version 3");
    }

    @Test
    void shouldNoticeEveryMissingOrSuperfluousByte() {
        byte[] value = ChargeStateCodec.write(FULL);
        for (int length = 0; length < value.length; length++) {
            byte[] shorter = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> ChargeStateCodec.read(shorter)).isInstanceOf(UnreadableRecordException.class);
        }
        assertThatThrownBy(() -> ChargeStateCodec.read(Arrays.copyOf(value, value.length + 1)))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void shouldSurviveDamage() {
        Random random = new Random(5);
        byte[] value = ChargeStateCodec.write(FULL);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = value.clone();
            damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt();
            try {
                ChargeStateCodec.read(damaged);
            } catch (UnreadableRecordException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
