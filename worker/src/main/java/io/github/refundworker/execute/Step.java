package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The next step of a procedure. */
sealed interface Step {
    /** A call to the provider. The procedure hears its response with the next question for a step. */
    sealed interface Call extends Step {
        default ProviderResponse make(ProviderClient client, Duration timeout) {
            return switch (this) {
                case Send(Command.Settle command) -> client.settle(command, timeout);
                case LookUp(ChargeId chargeId, RefundId reference, String providerRefundId) ->
                    client.lookUp(chargeId, reference, providerRefundId, timeout);
                case Describe(ChargeId chargeId) -> client.describe(chargeId, timeout);
            };
        }
    }

    /** The one step that may move money. */
    record Send(Command.Settle command) implements Call {}

    record LookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId) implements Call {}

    record Describe(ChargeId chargeId) implements Call {}

    /** Wait for the given time; then ask for the next step. */
    record Wait(Duration time) implements Step {}

    /** @param answer to the command, for the decider */
    record Done(Input answer) implements Step {}
}
