package io.github.refundworker.provider;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Commands and what providers hold, for the tests of whoever executes them. */
public final class CommandFixture {
    public static final ChargeId CHARGE = new ChargeId("ch_1");
    public static final RefundId REFUND = RefundId.of("test", CHARGE, new RequestId("r-1"));
    public static final Instant ISSUED = Instant.parse("2026-11-01T12:00:00Z");
    public static final Instant SEND_BY = ISSUED.plus(Duration.ofMinutes(2));

    private CommandFixture() {}

    public static Command.Settle settle() {
        return settle(ISSUED, false);
    }

    public static Command.Settle settle(Instant firstIssuedAt, boolean uncertain) {
        return settle(CHARGE, REFUND, Money.of("25.00", "USD"), Texts.NONE, firstIssuedAt, uncertain);
    }

    public static Command.Settle settle(Texts texts) {
        return settle(CHARGE, REFUND, Money.of("25.00", "USD"), texts, ISSUED, false);
    }

    public static Command.Settle settle(ChargeId chargeId, Money amount) {
        return settle(chargeId, amount, Texts.NONE);
    }

    public static Command.Settle settle(ChargeId chargeId, Money amount, Texts texts) {
        return settle(chargeId, RefundId.of("test", chargeId, new RequestId("r-1")), amount, texts, ISSUED, false);
    }

    private static Command.Settle settle(
            ChargeId chargeId, RefundId refundId, Money amount, Texts texts, Instant firstIssuedAt, boolean uncertain) {
        return new Command.Settle(
                3,
                chargeId,
                refundId,
                amount,
                false,
                BigDecimal.ZERO,
                texts,
                Command.Settle.BODY_VERSION,
                firstIssuedAt,
                ISSUED,
                SEND_BY,
                uncertain);
    }

    public static Command.Settle ofBodyVersion(int version) {
        Command.Settle settle = settle();
        return new Command.Settle(
                settle.number(),
                settle.chargeId(),
                settle.refundId(),
                settle.amount(),
                settle.full(),
                settle.succeededBefore(),
                settle.texts(),
                version,
                settle.firstIssuedAt(),
                settle.issuedAt(),
                settle.sendBy(),
                settle.uncertain());
    }

    public static Command.LookUp lookUp(@Nullable String providerRefundId) {
        return new Command.LookUp(4, CHARGE, REFUND, providerRefundId, ISSUED, SEND_BY);
    }

    public static Command.Describe describe() {
        return new Command.Describe(5, CHARGE, ISSUED, SEND_BY);
    }

    public static ProviderRefund held(ProviderStatus status) {
        return held(status, Money.of("25", "USD"));
    }

    public static ProviderRefund held(ProviderStatus status, Money amount) {
        StatusInfo error = status == ProviderStatus.FAILED ? new StatusInfo("ACCOUNT_CLOSED", "no such account") : null;
        return new ProviderRefund("re_1", REFUND, amount, status, error, ProviderDetails.NONE);
    }
}
