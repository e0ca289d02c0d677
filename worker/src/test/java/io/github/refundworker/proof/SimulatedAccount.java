package io.github.refundworker.proof;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.RequestId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One provider account: the provider, the executors that call it, and what must hold of its charges. */
final class SimulatedAccount {
    private final ProviderKind kind;
    private final SimulatedProvider provider;
    private final SimulatedGroup executors;
    private final Invariants invariants;

    SimulatedAccount(AccountName name, ProviderKind kind, Fate fate, Simulation simulation) {
        this.kind = kind;
        provider = new SimulatedProvider(fate, kind, simulation);
        executors = new SimulatedGroup(name, fate, kind, provider, simulation);
        invariants = new Invariants(simulation.policy(), kind.capabilities, Setting.CAPTURED);
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
        return invariants;
    }

    @Nullable
    String inState(ChargeId chargeId, ChargeState state) {
        return invariants.inState(state, provider.books(chargeId));
    }

    @Nullable
    String atRest(ChargeId chargeId, ChargeState state, Set<RequestId> requests) {
        return invariants.atRest(
                chargeId, state, provider.books(chargeId), requests, id -> provider.isUntold(chargeId, id));
    }
}
