package io.github.refundworker.ops.simulator;

import io.github.refundworker.ops.simulator.FaultPlan.Cut;
import io.github.refundworker.ops.simulator.FaultPlan.Latency;
import io.github.refundworker.ops.simulator.FaultPlan.RateLimit;
import io.github.refundworker.ops.simulator.FaultPlan.Rule;
import io.github.refundworker.ops.simulator.FaultPlan.ServerError;
import io.github.refundworker.ops.simulator.FaultPlan.Stall;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults of one call: those of its charge, or those of the provider if the charge has none of that kind. */
final class CallFaults {
    private final Faults provider;
    private final Faults charge;
    private final Endpoint endpoint;
    private final Stats stats;

    CallFaults(Faults provider, @Nullable Charge charge, Endpoint endpoint, Stats stats) {
        this.provider = provider;
        Faults own = charge == null ? null : charge.faults();
        this.charge = own == null ? Faults.NONE : own;
        this.endpoint = endpoint;
        this.stats = stats;
    }

    /** The rule, if its fault strikes now. The call then counts as one strike. */
    <R extends Rule> @Nullable R strike(Function<Faults, @Nullable Trigger<R>> kind) {
        Trigger<R> trigger = kind.apply(charge);
        if (trigger == null) {
            trigger = kind.apply(provider);
        }
        if (trigger == null || !trigger.strikes(endpoint)) {
            return null;
        }
        stats.fault(trigger.kind());
        return trigger.rule();
    }

    /** Does the work of a call between the faults before it and the faults after it. */
    Reply around(Supplier<Reply> work) {
        try {
            Latency latency = strike(Faults::latency);
            if (latency != null) {
                pause(ThreadLocalRandom.current().nextLong(latency.min(), latency.max() + 1));
            }
            RateLimit limit = strike(Faults::rateLimit);
            if (limit != null) {
                throw Problem.rateLimited(limit.retryAfterSeconds() == null ? 1 : limit.retryAfterSeconds());
            }
            Cut before = strike(Faults::resetBefore);
            if (before != null) {
                return cut(true, before);
            }
            ServerError error = strike(Faults::errorBefore);
            if (error != null) {
                throw serverError(error, 503);
            }
            return onTheWayOut(work.get());
        } catch (Problem problem) {
            return onTheWayOut(problem.reply());
        }
    }

    private Reply onTheWayOut(Reply reply) {
        Cut after = strike(Faults::resetAfter);
        if (after != null) {
            return cut(true, after);
        }
        Cut lost = strike(Faults::responseLost);
        return lost == null ? reply : cut(false, lost);
    }

    void stall() {
        Stall stall = strike(Faults::stall);
        if (stall != null) {
            pause(stall.millis());
        }
    }

    static Problem serverError(ServerError error, int otherwise) {
        int status = error.status() == null ? otherwise : error.status();
        return Problem.of(status, "PROVIDER_ERROR", "An injected server error");
    }

    private static Reply.Cut cut(boolean reset, Cut cut) {
        return new Reply.Cut(reset, cut.holdMillis() == null ? 0 : cut.holdMillis());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // The server stops, so the call ends at once.
            Thread.currentThread().interrupt();
        }
    }
}
