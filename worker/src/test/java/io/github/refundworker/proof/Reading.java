package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest reading of a charge that its decider was given and took.
 *
 * @param number of the command that read
 * @param readAt a moment before which it was not read
 * @param refunds as the provider held them
 */
record Reading(long number, Instant readAt, List<ProviderRefund> refunds, Disputes disputes) {
    Reading {
        refunds = List.copyOf(refunds);
    }

    /** @param before the newest one until this input; absent where there was none */
    static @Nullable Reading after(@Nullable Reading before, ChargeState charge, Input input, Decision decision) {
        if (!(input instanceof Input.ChargeDescribed(var _, long number, Description description))
                || decision instanceof Decision.Ignore
                || (before != null && number < before.number())) {
            return before;
        }
        Instant readAt = charge.open() != null && charge.open().number() == number
                ? charge.open().issuedAt()
                : Instant.EPOCH;
        return switch (description) {
            case Description.Found(var _, List<ProviderRefund> refunds, var _, Disputes disputes) ->
                new Reading(number, readAt, refunds, disputes);
            case Description.Listed(List<ProviderRefund> refunds) ->
                new Reading(number, readAt, refunds, Disputes.NONE);
            case Description.Missing _, Description.Unavailable _, Description.TooLate _ -> before;
        };
    }

    boolean shows(String providerRefundId) {
        return refunds.stream().anyMatch(held -> held.id().equals(providerRefundId));
    }

    /** What the reading shows as paid besides one refund and is not in the charge's own sum, which may be newer. */
    BigDecimal unknownTo(ChargeState charge, Command.Settle besides) {
        return refunds.stream()
                .filter(held -> held.status() == ProviderStatus.SUCCEEDED
                        && held.amount().currency().equals(besides.amount().currency())
                        && !besides.refundId().equals(held.reference())
                        && charge.refunds().stream().noneMatch(refund -> is(refund, held)))
                .map(held -> held.amount().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean is(Refund refund, ProviderRefund held) {
        return refund.id().equals(held.reference())
                || held.id().equals(refund.state().providerRefundId());
    }
}
