package io.github.refundworker.ops.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON description of faults, for the whole provider or for one charge. An absent property injects nothing.
 *
 * <p>Every fault takes {@code probability} (0..1, default 1), {@code times} (maximum number, default unlimited) and
 * {@code endpoints} (default: {@code createRefund} alone; every endpoint for {@code latencyMillis} and
 * {@code rateLimit}). All durations are in milliseconds unless the name says otherwise.
 *
 * @param seed makes the random draws repeatable; default 1
 * @param capabilities what kind of provider this is; for the whole provider only
 */
record FaultPlan(
        @Nullable Long seed,
        @Nullable Capabilities capabilities,
        @Nullable Latency latencyMillis,
        @Nullable RateLimit rateLimit,
        @Nullable Cut resetBefore,
        @Nullable Stall stall,
        @Nullable ServerError http5xx,
        @Nullable Decline decline,
        @Nullable Pending pending,
        @Nullable Cut resetAfter,
        @Nullable Cut responseLost) {

    static final FaultPlan NONE = new FaultPlan(null, null, null, null, null, null, null, null, null, null, null);

    /** When a fault strikes. */
    interface Rule {
        @Nullable
        Double probability();

        @Nullable
        Long times();

        @Nullable
        Set<Endpoint> endpoints();
    }

    /**
     * @param keys false: idempotency keys are ignored, and every POST is a new refund
     * @param storesRefusals false: a refusal is not stored under the key, and the same key tries again
     * @param keyWindowMillis after this time a key is forgotten and starts a new request; default 24 h
     * @param pageSize refunds on a page of a charge, 1..100; default 100
     */
    record Capabilities(
            @Nullable Boolean keys,
            @Nullable Boolean storesRefusals,
            @Nullable Long keyWindowMillis,
            @Nullable Integer pageSize) {
        Capabilities {
            require(keyWindowMillis == null || keyWindowMillis >= 0, "keyWindowMillis must not be negative");
            require(pageSize == null || (pageSize >= 1 && pageSize <= 100), "pageSize must be 1..100");
        }
    }

    /** Waits before anything else. Written as a number, or as {@code min} and {@code max}. */
    record Latency(
            long min,
            long max,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints) implements Rule {
        Latency {
            require(min >= 0 && min <= max, "latencyMillis needs 0 <= min <= max");
            requireChance(probability, times);
        }

        @JsonCreator
        static Latency fixed(long millis) {
            return new Latency(millis, millis, null, null, null);
        }
    }

    /**
     * Answers 429 with {@code Retry-After}, before the key is read.
     *
     * @param perSecond strikes only calls above this number a second; if absent, {@code probability} alone decides
     * @param retryAfterSeconds default 1
     */
    record RateLimit(
            @Nullable Integer perSecond,
            @Nullable Long retryAfterSeconds,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints)
            implements Rule {
        RateLimit {
            require(perSecond == null || perSecond >= 1, "perSecond must be at least 1");
            require(retryAfterSeconds == null || retryAfterSeconds >= 0, "retryAfterSeconds must not be negative");
            requireChance(probability, times);
        }
    }

    /**
     * Ends the connection without a response.
     *
     * @param holdMillis time before the end; default 0
     */
    record Cut(
            @Nullable Long holdMillis,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints)
            implements Rule {
        Cut {
            require(holdMillis == null || holdMillis >= 0, "holdMillis must not be negative");
            requireChance(probability, times);
        }
    }

    /** Holds the call with its key in use, and executes it afterwards, whether or not the client still waits. */
    record Stall(
            long millis,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints) implements Rule {
        Stall {
            require(millis >= 0, "millis must not be negative");
            requireChance(probability, times);
        }
    }

    /**
     * Server errors. Each of the three is a probability, and {@code times} limits each separately.
     *
     * @param beforeExecution nothing happens and nothing is stored (503 unless {@code status} says otherwise)
     * @param duringExecution no refund is made, and the error is stored under the key (500)
     * @param afterExecution the refund is made, and the error is stored under the key (500)
     */
    record ServerError(
            @Nullable Double beforeExecution,
            @Nullable Double duringExecution,
            @Nullable Double afterExecution,
            @Nullable Integer status,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints)
            implements Rule {
        ServerError {
            requireChance(beforeExecution, times);
            requireChance(duringExecution, times);
            requireChance(afterExecution, times);
            require(status == null || (status >= 500 && status <= 599), "status must be 500..599");
        }

        @Override
        public @Nullable Double probability() {
            return null;
        }
    }

    /** Refuses with 422 and this code. */
    record Decline(
            String code,
            @Nullable String description,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints)
            implements Rule {
        Decline {
            requirePresent(code, "decline needs a code");
            requireChance(probability, times);
        }
    }

    /**
     * Accepts the refund as PENDING.
     *
     * @param settleAfterMillis time until it ends by itself; if absent, it stays pending until a control call
     *     changes it
     * @param outcome SUCCEEDED (default) or FAILED
     */
    record Pending(
            @Nullable Long settleAfterMillis,
            @Nullable RefundStatus outcome,
            @Nullable Double probability,
            @Nullable Long times,
            @Nullable Set<Endpoint> endpoints)
            implements Rule {
        Pending {
            require(settleAfterMillis == null || settleAfterMillis >= 0, "settleAfterMillis must not be negative");
            require(
                    outcome == null || outcome == RefundStatus.SUCCEEDED || outcome == RefundStatus.FAILED,
                    "outcome must be SUCCEEDED or FAILED");
            requireChance(probability, times);
        }
    }

    private static void requireChance(@Nullable Double probability, @Nullable Long times) {
        require(probability == null || (probability >= 0 && probability <= 1), "a probability must be 0..1");
        require(times == null || times >= 0, "times must not be negative");
    }

    private static void requirePresent(@Nullable Object value, String otherwise) {
        require(value != null, otherwise);
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
