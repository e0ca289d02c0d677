package io.github.refundworker.execute;

import io.github.refundworker.provider.ProviderResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's circuit breaker. It opens when most of the calls of the last while failed, and after some time lets a few
 * through to see. A provider that answers is well, whatever it answers; one that cannot be reached, answers with an error
 * of its own, or not at all, is not.
 */
final class CallCircuit {
    private static final Logger LOG = LoggerFactory.getLogger(CallCircuit.class);

    private final CircuitBreaker breaker;

    CallCircuit(String account, ExecutorSettings.Breaker settings, SteadyClock clock) {
        breaker = CircuitBreaker.of(
                account,
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindow(
                                Math.toIntExact(settings.window().toSeconds()),
                                settings.minimumCalls(),
                                CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                        .failureRateThreshold(settings.failureRate())
                        .waitDurationInOpenState(settings.openFor())
                        .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
                        .recordResult(result -> result instanceof ProviderResponse response && isFailure(response))
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> log(account, event.getStateTransition()));
    }

    private static void log(String account, CircuitBreaker.StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN -> LOG.warn("too many calls fail, none is made for a while provider={}", account);
            case HALF_OPEN -> LOG.info("a few calls find out whether the provider is back provider={}", account);
            default -> LOG.info("calls are made as usual again provider={}", account);
        }
    }

    static boolean isFailure(ProviderResponse response) {
        return switch (response) {
            case ProviderResponse.Unclear _ -> true;
            // Whoever says when to come again is there.
            case ProviderResponse.NotSent(var _, Duration retryAfter) -> retryAfter == null;
            case ProviderResponse.Found _,
                    ProviderResponse.NotFound _,
                    ProviderResponse.Refused _,
                    ProviderResponse.Described _,
                    ProviderResponse.Listed _ -> false;
        };
    }

    Flow flow() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> isOver() ? Flow.TRICKLE : Flow.CUT;
            case HALF_OPEN -> Flow.TRICKLE;
            case CLOSED, DISABLED, METRICS_ONLY -> Flow.FREE;
        };
    }

    /** An open breaker finds only when asked for a call that it has been open for long enough. */
    private boolean isOver() {
        boolean over = breaker.tryAcquirePermission();
        if (over) {
            breaker.releasePermission();
        }
        return over;
    }

    /** Whether a call may be made now; {@link #heard} or {@link #abandoned} must follow if so. */
    boolean permits() {
        return breaker.tryAcquirePermission();
    }

    void heard(ProviderResponse response, Duration took) {
        breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, response);
    }

    void abandoned() {
        breaker.releasePermission();
    }

    /** 0 closed, 1 half open, 2 open. */
    int state() {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
            case HALF_OPEN -> 1;
            case OPEN, FORCED_OPEN -> 2;
        };
    }
}
