package io.github.refundworker.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request.
 *
 * @param previouslyRefunded the amount that the caller believed to be refunded when it asked, ≥ 0
 * @param provider the account that it names; absent means the default account
 * @param charge the charge as the order system knows it; used only if the provider cannot describe it
 */
public record RefundRequest(
        RequestId requestId,
        ChargeId chargeId,
        Asked asked,
        @Nullable BigDecimal previouslyRefunded,
        @Nullable AccountName provider,
        @Nullable Money charge,
        Texts texts)
        implements RequestBody {

    /** How much is asked for. */
    public sealed interface Asked {
        /** The whole charge. It must not have other refunds. */
        record Whole() implements Asked {}

        /** @param amount > 0 */
        record Part(BigDecimal amount, @Nullable CurrencyCode currency) implements Asked {}
    }
}
