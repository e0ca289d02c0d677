package io.github.refundworker.ops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.client.LedgerEntry;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

    private final LedgerCheck check = new LedgerCheck();

    @Test
    void shouldAgreeWhenEachSuccessWasPaidOnce() {
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        says("r2", 2, "10", RefundStatus.FAILED);
        says("r3", 3, "5.00", RefundStatus.REVERSED);
        paid("r1", "25.0", RefundStatus.SUCCEEDED);
        paid("r3", "5.00", RefundStatus.REVERSED);

        LedgerCheck.Result result = check.result(0);

        assertThat(result.agrees()).isTrue();
        assertThat(result.findings()).isEmpty();
        assertThat(result.ledgerRefunds()).isEqualTo(2);
    }

    @Test
    void shouldFindARefundThatWasPaidTwice() {
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);

        assertThat(check.result(0).doubleRefunds()).isEqualTo(1);
    }

    @Test
    void shouldNotCallAFailedAttemptASecondPayment() {
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.FAILED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);

        assertThat(check.result(0).agrees()).isTrue();
    }

    @Test
    void shouldNotCallLostOrWrongWhatWaitsForAPerson() {
        check.says("r1", 2, "ch", new BigDecimal("25.00"), "USD", RefundStatus.PENDING, true);
        check.says("r2", 2, "ch", new BigDecimal("25.00"), "USD", RefundStatus.PENDING, true);
        paid("r2", "25.00", RefundStatus.SUCCEEDED);

        LedgerCheck.Result result = check.result(0);

        assertThat(result.agrees()).isTrue();
        assertThat(result.review()).isEqualTo(2);
    }

    @Test
    void shouldFindAChargeRefundedBeyondWhatWasCaptured() {
        check.charge("ch", new BigDecimal("30.00"));
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        says("r2", 2, "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);
        paid("r2", "25.00", RefundStatus.SUCCEEDED);

        LedgerCheck.Result result = check.result(0);

        assertThat(result.doubleRefunds()).isEqualTo(1);
        assertThat(result.findings()).containsExactly("charge ch of 30.00 was refunded 50.00");
    }

    @Test
    void shouldFindAcceptedRefundsThatNeverEndedAndRequestsWithoutAnswer() {
        says("r1", 1, "25.00", RefundStatus.PENDING);

        LedgerCheck.Result result = check.result(2);

        assertThat(result.lost()).isEqualTo(3);
        assertThat(result.mismatches()).isZero();
        assertThat(result.agrees()).isFalse();
    }

    @Test
    void shouldFindASuccessThatWasNotPaid() {
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);

        assertThat(check.result(0).mismatches()).isEqualTo(1);
    }

    @Test
    void shouldFindAFailureThatWasPaid() {
        says("r1", 2, "25.00", RefundStatus.FAILED);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);

        assertThat(check.result(0).mismatches()).isEqualTo(1);
    }

    @Test
    void shouldFindNewsThatNeverArrived() {
        says("r1", 1, "25.00", RefundStatus.PENDING);
        paid("r1", "25.00", RefundStatus.SUCCEEDED);

        LedgerCheck.Result result = check.result(0);

        assertThat(result.mismatches()).isEqualTo(1);
        assertThat(result.lost()).isEqualTo(1);
    }

    @Test
    void shouldFindAnotherAmountOrCurrency() {
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        says("r2", 2, "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.01", RefundStatus.SUCCEEDED);
        check.paid(new LedgerEntry("p2", "r2", "ch", new BigDecimal("25.00"), "EUR", RefundStatus.SUCCEEDED));

        assertThat(check.result(0).mismatches()).isEqualTo(2);
    }

    @Test
    void shouldFindAPaymentThatNoStatusSpeaksOf() {
        paid("r9", "25.00", RefundStatus.SUCCEEDED);

        assertThat(check.result(0).mismatches()).isEqualTo(1);
    }

    @Test
    void shouldKnowARefundMadeAtTheProviderByTheProvidersId() {
        check.says(refund("imported", 1, "25.00", RefundStatus.SUCCEEDED, "p7"));
        check.paid(new LedgerEntry("p7", null, "ch", new BigDecimal("25.00"), "USD", RefundStatus.SUCCEEDED));

        assertThat(check.result(0).agrees()).isTrue();
    }

    @Test
    void shouldGoByTheHighestRevisionWhateverTheOrder() {
        says("r1", 3, "25.00", RefundStatus.REVERSED);
        says("r1", 2, "25.00", RefundStatus.SUCCEEDED);
        paid("r1", "25.00", RefundStatus.REVERSED);

        assertThat(check.result(0).agrees()).isTrue();
        assertThat(check.paidOf("ch")).isZero();
    }

    private void says(String id, long revision, String amount, RefundStatus status) {
        check.says(refund(id, revision, amount, status, null));
    }

    private static Refund refund(
            String id, long revision, String amount, RefundStatus status, @Nullable String providerRefundId) {
        return new Refund(
                id,
                revision,
                "2026-11-22T10:00:00Z",
                "2026-11-22T10:00:01Z",
                "ch",
                "USD",
                amount,
                null,
                null,
                false,
                status,
                providerRefundId,
                null,
                null,
                null,
                null,
                null);
    }

    private void paid(String reference, String amount, RefundStatus status) {
        check.paid(new LedgerEntry("p-" + reference, reference, "ch", new BigDecimal(amount), "USD", status));
    }
}
