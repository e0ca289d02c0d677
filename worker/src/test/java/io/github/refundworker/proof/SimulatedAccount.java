package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RequestId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One provider account: the provider, the executors that call it, and what must hold of its charges. */
final class SimulatedAccount {
    private final ProviderKind kind;
    private final SimulatedProvider provider;
    private final SimulatedGroup executors;
    private final Simulation simulation;

    SimulatedAccount(AccountName name, ProviderKind kind, Fate fate, Simulation simulation) {
        this.kind = kind;
        provider = new SimulatedProvider(fate, kind, simulation);
        executors = new SimulatedGroup(name, fate, kind, provider, simulation);
        this.simulation = simulation;
    }

    void begin() {
        provider.begin();
        executors.begin();
    }

    ProviderKind kind() {
        return kind;
    }

    SimulatedProvider provider() {
        return provider;
    }

    SimulatedGroup executors() {
        return executors;
    }

    Invariants invariants() {
        return new Invariants(
                simulation.policy(), kind.capabilities, Setting.CAPTURED, id -> !SimulatedProvider.STRANGER.equals(id));
    }

    @Nullable
    String inState(ChargeId chargeId, ChargeState state) {
        return invariants().inState(state, provider.books(chargeId));
    }

    @Nullable
    String atRest(ChargeId chargeId, ChargeState state, Set<RequestId> requests, @Nullable Reading reading) {
        Books books = provider.books(chargeId);
        String wrong =
                Wider.LONG_PENDING.isOn() && kind.capabilities.looksUpRefunds() ? leftInReview(state, books) : null;
        if (wrong == null) {
            wrong = invariants()
                    .atRest(chargeId, state, books, requests, id -> provider.isUntold(chargeId, id), reading);
        }
        return wrong == null && !provider.isUndisclosed(chargeId) ? invariants().disputesAtRest(state, books) : wrong;
    }

    /** No provider here takes longer than a refund in review is looked up. */
    private static @Nullable String leftInReview(ChargeState state, Books books) {
        for (Refund refund : state.refunds()) {
            for (Books.Entry entry : books.entries()) {
                if (refund.state() instanceof RefundState.InReview
                        && !OperatorMoves.haveSpoken(refund)
                        && entry.refund().id().equals(refund.state().providerRefundId())
                        // A person may have named a payment in another currency, which is not this refund.
                        && entry.refund()
                                .amount()
                                .currency()
                                .equals(refund.amount().currency())
                        && entry.refund().status() != ProviderStatus.PENDING) {
                    return "a refund rests in review that the provider calls "
                            + entry.refund().status();
                }
            }
        }
        return null;
    }
}
