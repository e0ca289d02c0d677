package io.github.refundworker.ops.simulator;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The state of a fault plan: its triggers with their counters. The counters start at zero with the process. */
final class Faults {
    static final Faults NONE = new Faults(FaultPlan.NONE);

    private static final Set<Endpoint> EVERYWHERE = EnumSet.allOf(Endpoint.class);
    private static final Set<Endpoint> REFUNDS = EnumSet.of(Endpoint.CREATE_REFUND);

    private final FaultPlan plan;
    private final RandomGenerator random;
    private final @Nullable Trigger<FaultPlan.Latency> latency;
    private final @Nullable Trigger<FaultPlan.RateLimit> rateLimit;
    private final @Nullable Trigger<FaultPlan.Cut> resetBefore;
    private final @Nullable Trigger<FaultPlan.Stall> stall;
    private final @Nullable Trigger<FaultPlan.ServerError> errorBefore;
    private final @Nullable Trigger<FaultPlan.ServerError> errorDuring;
    private final @Nullable Trigger<FaultPlan.ServerError> errorAfter;
    private final @Nullable Trigger<FaultPlan.Decline> decline;
    private final @Nullable Trigger<FaultPlan.Pending> pending;
    private final @Nullable Trigger<FaultPlan.Cut> resetAfter;
    private final @Nullable Trigger<FaultPlan.Cut> responseLost;

    Faults(FaultPlan plan) {
        this.plan = plan;
        this.random = new Random(plan.seed() == null ? 1 : plan.seed());
        FaultPlan.ServerError error = plan.http5xx();
        latency = trigger("latencyMillis", plan.latencyMillis(), EVERYWHERE, Faults::always);
        rateLimit = trigger("rateLimit", plan.rateLimit(), EVERYWHERE, beyond(plan.rateLimit()));
        resetBefore = trigger("resetBefore", plan.resetBefore(), REFUNDS, Faults::always);
        stall = trigger("stall", plan.stall(), REFUNDS, Faults::always);
        errorBefore = stage("http5xx.beforeExecution", error, error == null ? null : error.beforeExecution());
        errorDuring = stage("http5xx.duringExecution", error, error == null ? null : error.duringExecution());
        errorAfter = stage("http5xx.afterExecution", error, error == null ? null : error.afterExecution());
        decline = trigger("decline", plan.decline(), REFUNDS, Faults::always);
        pending = trigger("pending", plan.pending(), REFUNDS, Faults::always);
        resetAfter = trigger("resetAfter", plan.resetAfter(), REFUNDS, Faults::always);
        responseLost = trigger("responseLost", plan.responseLost(), REFUNDS, Faults::always);
    }

    FaultPlan plan() {
        return plan;
    }

    @Nullable
    Trigger<FaultPlan.Latency> latency() {
        return latency;
    }

    @Nullable
    Trigger<FaultPlan.RateLimit> rateLimit() {
        return rateLimit;
    }

    @Nullable
    Trigger<FaultPlan.Cut> resetBefore() {
        return resetBefore;
    }

    @Nullable
    Trigger<FaultPlan.Stall> stall() {
        return stall;
    }

    @Nullable
    Trigger<FaultPlan.ServerError> errorBefore() {
        return errorBefore;
    }

    @Nullable
    Trigger<FaultPlan.ServerError> errorDuring() {
        return errorDuring;
    }

    @Nullable
    Trigger<FaultPlan.ServerError> errorAfter() {
        return errorAfter;
    }

    @Nullable
    Trigger<FaultPlan.Decline> decline() {
        return decline;
    }

    @Nullable
    Trigger<FaultPlan.Pending> pending() {
        return pending;
    }

    @Nullable
    Trigger<FaultPlan.Cut> resetAfter() {
        return resetAfter;
    }

    @Nullable
    Trigger<FaultPlan.Cut> responseLost() {
        return responseLost;
    }

    private <R extends FaultPlan.Rule> @Nullable Trigger<R> trigger(
            String kind, @Nullable R rule, Set<Endpoint> endpoints, BooleanSupplier gate) {
        return rule == null ? null : new Trigger<>(kind, rule, rule.probability(), endpoints, random, gate);
    }

    private @Nullable Trigger<FaultPlan.ServerError> stage(
            String kind, FaultPlan.@Nullable ServerError error, @Nullable Double probability) {
        return error == null || probability == null
                ? null
                : new Trigger<>(kind, error, probability, REFUNDS, random, Faults::always);
    }

    private static boolean always() {
        return true;
    }

    /** True for a call above {@code perSecond}. A second starts with its first call. */
    private static BooleanSupplier beyond(FaultPlan.@Nullable RateLimit limit) {
        if (limit == null || limit.perSecond() == null) {
            return Faults::always;
        }
        int perSecond = limit.perSecond();
        return new BooleanSupplier() {
            private long second = System.nanoTime();
            private int calls;

            @Override
            public boolean getAsBoolean() {
                long now = System.nanoTime();
                if (now - second >= TimeUnit.SECONDS.toNanos(1)) {
                    second = now;
                    calls = 0;
                }
                return ++calls > perSecond;
            }
        };
    }
}
