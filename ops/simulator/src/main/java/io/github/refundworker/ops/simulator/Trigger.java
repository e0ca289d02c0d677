package io.github.refundworker.ops.simulator;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One fault of a plan, with its remaining number of strikes. */
final class Trigger<R extends FaultPlan.Rule> {
    private final String kind;
    private final R rule;
    private final double probability;
    private final Set<Endpoint> endpoints;
    private final RandomGenerator random;
    private final BooleanSupplier gate;
    private long left;

    /**
     * @param kind its name in the JSON and in the statistics
     * @param gate a further condition, checked once a call
     */
    Trigger(
            String kind,
            R rule,
            @Nullable Double probability,
            Set<Endpoint> defaultEndpoints,
            RandomGenerator random,
            BooleanSupplier gate) {
        this.kind = kind;
        this.rule = rule;
        this.probability = probability == null ? 1 : probability;
        this.endpoints = EnumSet.copyOf(rule.endpoints() == null ? defaultEndpoints : rule.endpoints());
        this.random = random;
        this.gate = gate;
        this.left = rule.times() == null ? Long.MAX_VALUE : rule.times();
    }

    String kind() {
        return kind;
    }

    R rule() {
        return rule;
    }

    synchronized boolean strikes(Endpoint endpoint) {
        if (left == 0 || !endpoints.contains(endpoint) || !gate.getAsBoolean()) {
            return false;
        }
        // Unless the probability is 1, every call draws once, so that a seed repeats its sequence.
        if (probability < 1 && random.nextDouble() >= probability) {
            return false;
        }
        left--;
        return true;
    }
}
