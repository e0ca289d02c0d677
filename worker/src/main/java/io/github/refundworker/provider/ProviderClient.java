package io.github.refundworker.provider;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.RefundId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One provider account. Every method makes one attempt, blocks its (virtual) thread no longer than the timeout, and
 * answers failures of the provider and of the way to it as a {@link ProviderResponse}; what is thrown is a bug. An
 * interrupt ends the wait as {@link ProviderResponse.Unclear} and stays set on the thread.
 */
public interface ProviderClient extends AutoCloseable {
    Capabilities capabilities();

    /**
     * Ask for the money to be moved, under the refund's id as key and reference. The provider request is a pure
     * function of the command.
     *
     * @return {@code Found}, {@code Refused}, {@code NotSent} or {@code Unclear}
     */
    ProviderResponse settle(Command.Settle command, Duration timeout);

    /**
     * Ask what became of a refund.
     *
     * @param reference ours
     * @param providerRefundId the provider's id, where it is known; it is then what is asked for
     * @return {@code Found}, {@code NotFound}, {@code NotSent} or {@code Unclear}
     */
    ProviderResponse lookUp(ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout);

    /**
     * Read the charge and every page of its refunds; only the latter, where the provider tells no more.
     *
     * @param timeout for all pages together
     * @return {@code Described} or {@code Listed}, {@code NotFound}, {@code NotSent} or {@code Unclear}
     */
    ProviderResponse describe(ChargeId chargeId, Duration timeout);

    @Override
    void close();
}
