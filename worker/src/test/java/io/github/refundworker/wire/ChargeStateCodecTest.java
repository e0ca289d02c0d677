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
import static io.github.refundworker.wire.Fixtures.aProviderRefund;
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
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Notice;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestMark;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.domain.Told;
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
            new Facts.Described(Money.of("100.00", "USD"), NOON, "destination", Disputes.NONE),
            4,
            new OpenCommand.LookUp(4, REFUND, NOON, LATER, LATER.plusSeconds(90), 2),
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
                    readAtNoon(new RefundState.InReview(new StatusInfo("NEEDS_REVIEW", "no answer"), "re_5", LATER)),
                    aRefund(new RefundState.Failed(REFUSAL, "re_2")),
                    aRefund(new RefundState.Reversed(REFUSAL, "re_3")),
                    anImportedRefund(new RefundState.Succeeded("re_4"))),
            List.of(
                    new Rejected(MARK, ErrorCode.CHARGE_REFUNDED, NOON),
                    new Rejected(
                            new RequestMark(Long.MIN_VALUE, Long.MAX_VALUE, 0, false), ErrorCode.NEEDS_REVIEW, LATER)),
            NOON.minusSeconds(1),
            List.of(
                    new Notice(Fixtures.IMPORTED, null, null, 0),
                    new Notice(REFUND, new Told.Made(), LATER, 3),
                    new Notice(REFUND, new Told.Shown(aProviderRefund(ProviderStatus.PENDING)), null, 0)),
            aBalance());

    private static final ChargeState DISPUTED = new ChargeState(
            NOON,
            ACCOUNT,
            new Facts.Described(Money.of("100.00", "USD"), NOON, null, new Disputes(true, new BigDecimal("30.00"))),
            2,
            null,
            null,
            List.of(),
            List.of(aRefund(new RefundState.Succeeded("re_4"))),
            List.of(),
            null,
            List.of(),
            Fixtures.aDisputedBalance());

    private static Refund readAtNoon(RefundState state) {
        Refund refund = aRefund(state);
        return new Refund(
                refund.id(),
                refund.origin(),
                refund.amount(),
                refund.full(),
                refund.texts(),
                refund.revision(),
                refund.created(),
                refund.updated(),
                refund.details(),
                refund.evidence(),
                NOON,
                state);
    }

    private static ChargeState typical() {
        return new ChargeState(
                NOON.plusMillis(250),
                ACCOUNT,
                new Facts.Described(Money.of("100.00", "USD"), NOON, null, Disputes.NONE),
                2,
                null,
                null,
                List.of(),
                List.of(aRefund(new RefundState.Succeeded("8e1dfb5e-0f3b-4bb8-9a1c-5a8f2f1d7c11"))),
                List.of(),
                null,
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
    void shouldReadForeverWhatVersion4Stored() throws IOException {
        byte[] stored = stored("charge-state-v4.hex");
        assertThat(ChargeStateCodec.read(stored)).isEqualTo(DISPUTED);
        assertThat(ChargeStateCodec.write(DISPUTED)).isEqualTo(stored);
    }

    /** The version before this one goes on reading every charge without a dispute, so that both can run at once. */
    @Test
    void shouldReadForeverWhatVersion3Stored() throws IOException {
        byte[] stored = stored("charge-state-v3.hex");
        assertThat(ChargeStateCodec.read(stored)).isEqualTo(FULL);
        assertThat(ChargeStateCodec.write(FULL)).isEqualTo(stored);
    }

    /**
     * It knew no times of readings and refusals, no attempts at a notice and not what a notice said; its marks held the
     * account that a request meant, a refund in review was not looked up, and no charge had a kind.
     */
    @Test
    void shouldReadForeverWhatVersion2Stored() throws IOException {
        ChargeState read = ChargeStateCodec.read(stored("charge-state-v2.hex"));

        assertThat(read.waiting()).isEqualTo(FULL.waiting());
        OpenCommand open = Objects.requireNonNull(FULL.open());
        assertThat(read.open())
                .isEqualTo(
                        new OpenCommand.LookUp(open.number(), REFUND, open.issuedAt(), open.sendBy(), open.due(), 0));
        assertThat(read.refunds())
                .usingRecursiveComparison()
                .ignoringFields("origin.mark.asAsked", "origin.settlement.bodyVersion")
                .isEqualTo(FULL.refunds().stream()
                        .filter(refund -> refund.readAt() == null)
                        .toList());
        assertThat(((Origin.Requested) read.refunds().getFirst().origin())
                        .mark()
                        .asAsked())
                .isFalse();
        assertThat(((Origin.Requested) read.refunds().getFirst().origin())
                        .settlement()
                        .bodyVersion())
                .isEqualTo(1);
        assertThat(read.facts())
                .as("of a charge whose kind is not known")
                .isEqualTo(new Facts.Described(Money.of("100.00", "USD"), null, null, Disputes.NONE));
        assertThat(read.rejected())
                .containsExactly(
                        new Rejected(
                                new RequestMark(MARK.id(), MARK.content(), MARK.source(), false),
                                ErrorCode.CHARGE_REFUNDED,
                                NOON),
                        new Rejected(
                                new RequestMark(Long.MIN_VALUE, Long.MAX_VALUE, 0, false),
                                ErrorCode.NEEDS_REVIEW,
                                NOON));
        assertThat(read.unremembered()).isNull();
        assertThat(read.notified()).containsExactly(new Notice(Fixtures.IMPORTED, null, null, 0));
        assertThat(read.balance()).isEqualTo(FULL.balance());
    }

    @Test
    void shouldKeepWhetherARefundIsGuarded() {
        ChargeState unguarded = charge(aRefund(new RefundState.Submitted(LATER)), false);
        assertThat(ChargeStateCodec.read(ChargeStateCodec.write(unguarded))).isEqualTo(unguarded);
    }

    private static ChargeState charge(Refund refund, boolean guarded) {
        Origin.Requested origin = (Origin.Requested) refund.origin();
        Settlement settlement = origin.settlement();
        Settlement other = new Settlement(
                settlement.succeededBefore(),
                guarded,
                settlement.bodyVersion(),
                settlement.firstIssuedAt(),
                settlement.lastSendBy(),
                settlement.uncertain(),
                settlement.unsent(),
                settlement.unclear());
        return new ChargeState(
                NOON,
                ACCOUNT,
                FULL.facts(),
                2,
                null,
                null,
                List.of(),
                List.of(new Refund(
                        refund.id(),
                        new Origin.Requested(origin.requestId(), origin.mark(), origin.trail(), other),
                        refund.amount(),
                        refund.full(),
                        refund.texts(),
                        refund.revision(),
                        refund.created(),
                        refund.updated(),
                        refund.details(),
                        refund.evidence(),
                        refund.readAt(),
                        refund.state())),
                List.of(),
                null,
                List.of(),
                aBalance());
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
                .ignoringFields("origin.trail", "origin.mark.asAsked", "origin.settlement.bodyVersion")
                .isEqualTo(FULL.refunds().stream()
                        .filter(refund -> refund.readAt() == null)
                        .toList());
        assertThat(((Origin.Requested) read.refunds().getFirst().origin()).trail())
                .isEqualTo(new Trail(NOON, null));
        assertThat(read.balance()).isEqualTo(FULL.balance());
    }

    @Test
    void shouldStayRoundlyTwoHundredBytesForOneRefund() {
        assertThat(ChargeStateCodec.write(typical())).hasSizeLessThanOrEqualTo(260);
    }

    @Test
    void shouldSayWhichVersionItDoesNotKnow() {
        byte[] value = ChargeStateCodec.write(FULL);
        value[0] = 5;
        assertThatThrownBy(() -> ChargeStateCodec.read(value))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("is in format 5, and this version reads formats up to 4");
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
