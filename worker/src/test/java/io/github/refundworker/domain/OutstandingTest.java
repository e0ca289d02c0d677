package io.github.refundworker.domain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Outstanding.Open;
import io.github.refundworker.domain.Outstanding.Stage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final StatusInfo WHY = new StatusInfo(StatusInfo.NEEDS_REVIEW, "why");

    private static Refund refund(Instant asked, String amount, RefundState state) {
        RequestId requestId = new RequestId("r-" + asked + amount);
        return new Refund(
                RefundId.of("test", new ChargeId("ch_1"), requestId),
                new Origin.Requested(
                        requestId,
                        new RequestMark(1, 2, 3, true),
                        new Trail(asked, null),
                        Settlement.accepted(BigDecimal.ZERO, false, 1, NOON)),
                Money.of(amount, "USD"),
                false,
                Texts.NONE,
                1,
                NOON,
                NOON,
                ProviderDetails.NONE,
                0,
                state);
    }

    private static @Nullable Outstanding of(Refund... refunds) {
        ChargeState none = ChargeState.NONE;
        return Outstanding.of(new ChargeState(
                NOON,
                new AccountName("main"),
                none.facts(),
                0,
                null,
                null,
                List.of(),
                List.of(refunds),
                List.of(),
                null,
                List.of(),
                null));
    }

    @Test
    void shouldOweNothingWhereAllIsOver() {
        assertThat(Outstanding.of(ChargeState.NONE)).isNull();
        assertThat(of(refund(NOON, "1.00", new RefundState.Succeeded("p_1")))).isNull();
    }

    @Test
    void shouldTellRefundsByWhatTheyWaitForAndSinceTheirRequest() {
        Outstanding outstanding = of(
                refund(NOON.minusSeconds(5), "1.00", new RefundState.Submitted(NOON.plusSeconds(60))),
                refund(NOON.minusSeconds(90), "2.00", new RefundState.InReview(WHY, null)),
                refund(NOON.minusSeconds(30), "0.50", new RefundState.InReview(WHY, null)));

        assertThat(outstanding)
                .isEqualTo(new Outstanding(
                        NOON.plusSeconds(60),
                        new AccountName("main"),
                        0,
                        Map.of(
                                Stage.SUBMITTED, new Open(1, Money.of("1.00", "USD"), NOON.minusSeconds(5)),
                                Stage.REVIEW, new Open(2, Money.of("2.50", "USD"), NOON.minusSeconds(90)))));
    }

    @Test
    void shouldKeepARefundInReviewAlthoughNothingIsDue() {
        Outstanding outstanding = requireNonNull(of(refund(NOON, "1.00", new RefundState.InReview(WHY, null))));

        assertThat(outstanding.due()).isNull();
        assertThat(outstanding.open()).containsOnlyKeys(Stage.REVIEW);
    }
}
