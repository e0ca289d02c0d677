package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.RequestMark;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Instant;

/** The $100 charge of which $25 are refunded. */
final class Fixtures {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");
    static final Instant LATER = NOON.plusSeconds(120);
    static final CurrencyCode USD = new CurrencyCode("USD");
    static final AccountName ACCOUNT = new AccountName("simulator");
    static final ChargeId CHARGE = new ChargeId("6b1c5f0e-3c0f-4c83-8a55-3f1b4f8f7a10");
    static final RequestId REQUEST = new RequestId("order-1001-refund-1");
    static final RefundId REFUND = RefundId.of("test", CHARGE, REQUEST);
    static final RefundId IMPORTED = RefundId.imported(CHARGE, ACCOUNT, "re_dashboard");
    static final Source SOURCE =
            new Source("refund-requests", 3, 4711, NOON, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    static final Texts TEXTS = new Texts("damaged", "by phone", "{\"order\":1001,\"weight\":1.50}");
    static final RequestMark MARK = new RequestMark(0x1122334455667788L, -2, 3, true);
    static final StatusInfo REFUSAL = new StatusInfo("MERCHANT_BALANCE_INSUFFICIENT", "the balance is too low");
    static final ProviderDetails DETAILS =
            new ProviderDetails(new BigDecimal("0.25"), new BigDecimal("0.00"), "74537604221222132710572");

    private Fixtures() {}

    static RefundRequest aRequest(Texts texts) {
        return new RefundRequest(
                REQUEST,
                CHARGE,
                new Asked.Part(new BigDecimal("25.00"), USD),
                new BigDecimal("0"),
                ACCOUNT,
                Money.of("100.00", "USD"),
                texts);
    }

    static Refund aRefund(RefundState state) {
        return aRefund(state, Texts.NONE, ProviderDetails.NONE);
    }

    static Refund aRefund(RefundState state, Texts texts, ProviderDetails details) {
        return new Refund(
                REFUND,
                new Origin.Requested(
                        REQUEST,
                        MARK,
                        SOURCE.trail(),
                        new Settlement(BigDecimal.ZERO, true, 2, NOON, LATER, false, 0, 0)),
                Money.of("25.00", "USD"),
                false,
                texts,
                2,
                NOON,
                NOON.plusMillis(250),
                details,
                2,
                state);
    }

    static Refund anImportedRefund(RefundState state) {
        return new Refund(
                IMPORTED,
                new Origin.FoundAtProvider(),
                Money.of("100.00", "USD"),
                true,
                Texts.NONE,
                1,
                NOON,
                NOON,
                ProviderDetails.NONE,
                1,
                state);
    }

    static ProviderRefund aProviderRefund(ProviderStatus status) {
        return new ProviderRefund(
                "re_4b1f", REFUND, Money.of("25.00", "USD"), status, null, new ProviderDetails(null, null, "745376"));
    }

    static Balance aBalance() {
        return new Balance(
                3,
                USD,
                new BigDecimal("100.00"),
                new BigDecimal("25.00"),
                new BigDecimal("0.00"),
                new BigDecimal("0.00"),
                false,
                new BigDecimal("75.00"),
                NOON.plusMillis(250));
    }

    static Balance aDisputedBalance() {
        return new Balance(
                4,
                USD,
                new BigDecimal("100.00"),
                new BigDecimal("25.00"),
                new BigDecimal("0.00"),
                new BigDecimal("30.00"),
                true,
                new BigDecimal("0.00"),
                NOON);
    }
}
