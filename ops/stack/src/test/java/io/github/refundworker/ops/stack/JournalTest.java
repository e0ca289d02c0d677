package io.github.refundworker.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.ErrorCode;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundError;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import org.junit.jupiter.api.Test;

class JournalTest {

    private static final String DATE = "2026-11-22T10:00:00Z";
    private static final ChargeBalance BALANCE =
            new ChargeBalance("ch", 1, "USD", "100.00", "25.00", "0.00", "75.00", DATE);

    private final Journal journal = new Journal();

    @Test
    void shouldBeSettledWhenEachRequestIsAnsweredAndEachRefundEnded() throws Exception {
        journal.sent(0, 0, "r1");
        journal.sent(0, 1, "r2");
        journal.event(new RefundCreated("r1", Origin.REQUEST, refund(1, RefundStatus.PENDING), BALANCE));
        journal.event(new RefundRejected(
                "r2", "ch", RefundError.of(ErrorCode.CHARGE_REFUNDED, "Nothing is left"), false, BALANCE));
        assertThat(journal.awaitSettled(0)).isFalse();

        journal.event(new RefundUpdated("r1", Origin.REQUEST, refund(2, RefundStatus.SUCCEEDED), BALANCE));

        assertThat(journal.awaitSettled(0)).isTrue();
        assertThat(journal.unanswered()).isZero();
        assertThat(journal.totals().accepted()).isEqualTo(1);
        assertThat(journal.totals().rejected()).containsEntry("CHARGE_REFUNDED", 1);
        assertThat(journal.rejectedOf("ch")).isEqualTo(1);
    }

    @Test
    void shouldAwaitAnAnswerForEachCopyButCallNoneOfThemLost() throws Exception {
        journal.sent(0, 0, "r1");
        journal.sent(0, 1, "r1");
        journal.event(new RefundCreated("r1", Origin.REQUEST, refund(1, RefundStatus.SUCCEEDED), BALANCE));
        assertThat(journal.awaitSettled(0)).isFalse();
        assertThat(journal.unanswered()).isZero();

        journal.event(new RefundRepeated("r1", "ch", refund(1, RefundStatus.SUCCEEDED), null, null, BALANCE));

        assertThat(journal.awaitSettled(0)).isTrue();
        assertThat(journal.totals().repeated()).isEqualTo(1);
    }

    @Test
    void shouldTakeADeadLetterForAnAnswer() throws Exception {
        journal.sent(3, 7, null);
        journal.sent(3, 8, "number");
        journal.deadLetter(new Journal.Place(3, 8));
        assertThat(journal.awaitSettled(0)).isFalse();
        assertThat(journal.unanswered()).isEqualTo(1);

        journal.deadLetter(new Journal.Place(3, 7));

        assertThat(journal.awaitSettled(0)).isTrue();
        assertThat(journal.totals().deadLettered()).isEqualTo(2);
        assertThat(journal.totals().requests()).isEqualTo(2);
    }

    private static Refund refund(long revision, RefundStatus status) {
        return new Refund(
                "refund", revision, DATE, DATE, "ch", "USD", "25.00", null, null, false, status, null, null, null, null,
                null, null);
    }
}
