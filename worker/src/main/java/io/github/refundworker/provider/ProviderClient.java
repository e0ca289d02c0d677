package io.github.refundworker.provider;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.RefundId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The client of one provider account. Each method makes one attempt and blocks its (virtual) thread no longer than
 * the timeout. Failures of the provider or the network are returned as a {@link ProviderResponse}; a thrown
 * exception is a bug. An interrupt ends the wait with {@link ProviderResponse.Unclear}, and the thread stays
 * interrupted.
 */
public interface ProviderClient extends AutoCloseable {
    Capabilities capabilities();

    /**
     * Sends the refund, with the refund id as idempotency key and reference. The provider request is a pure function
     * of the command.
     */
    ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout);

    /**
     * Looks a refund up.
     *
     * @param reference our reference
     * @param providerRefundId the provider's id, if known; the look-up then uses it
     */
    ProviderResponse.OfLookUp lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout);

    /**
     * Reads the charge and every page of its refunds. Some providers tell only the refunds.
     *
     * @param timeout for all pages together
     */
    ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout);

    /** Asks for the merchant. The worker asks once, at its start, and starts even if the provider does not answer. */
    default Merchant merchant(Duration timeout) {
        return new Merchant.Nameless();
    }

    @Override
    void close();
}
