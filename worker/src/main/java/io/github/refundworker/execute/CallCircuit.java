package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's circuit breaker. It opens when a set share of the calls in its window failed, and after a pause lets a
 * few calls test whether the provider is back. The pause doubles each time that they fail. A call fails if the provider
 * is not reached, does not answer, or answers with a server error. Any other answer shows that the provider works.
 *
 * <p>A charge that the provider cannot handle fails again and again, and says nothing about other charges. So a
 * charge counts as one failure, however often its calls fail, until one of them is answered or none was made for a
 * while.
 */
final class CallCircuit {
    private static final Logger LOG = LoggerFactory.getLogger(CallCircuit.class);

    private final CircuitBreaker breaker;
    private final SteadyClock clock;

    /** Maximum remembered charges. Beyond it the oldest are forgotten early and count again. */
    private static final int MOST_CHARGES = 20_000;

    /** Longer than the pause between two attempts to read a charge. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    /** Short, because most failures are a provider's restart. It doubles as long as the test calls fail. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private static final double DOUBLED = 2.0;

    /** When a call of each charge last failed, the longest ago first. */
    private final LinkedHashMap<ChargeId, Instant> failed = new LinkedHashMap<>();

    CallCircuit(String account, ExecutorSettings.Breaker settings, SteadyClock clock) {
        this.clock = clock;
        Duration firstPause = settings.openFor().compareTo(FIRST_PAUSE) < 0 ? settings.openFor() : FIRST_PAUSE;
        breaker = CircuitBreaker.of(
                account,
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .slidingWindow(
                                Math.toIntExact(settings.window().toSeconds()),
                                settings.minimumCalls(),
                                CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                        .failureRateThreshold(settings.failureRate())
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(firstPause, DOUBLED, settings.openFor()))
                        .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            forgetAll();
            log(account, event.getStateTransition());
        });
    }

    private static void log(String account, CircuitBreaker.StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN -> LOG.warn("the calls of most charges fail, none is made for a while provider={}", account);
            case HALF_OPEN -> LOG.info("a few calls find out whether the provider is back provider={}", account);
            default -> LOG.info("calls are made as usual again provider={}", account);
        }
    }

    Flow flow() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> isOver() ? Flow.TRICKLE : Flow.CUT;
            case HALF_OPEN -> Flow.TRICKLE;
            case CLOSED, DISABLED, METRICS_ONLY -> Flow.FREE;
        };
    }

    /** Whether the open time is over. An open breaker notices this only when it is asked for a call. */
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

    /** @param unwell whether the provider was not reached, did not answer, or answered with an error of its own */
    void heard(ChargeId chargeId, boolean unwell, Duration took) {
        if (!unwell) {
            forget(chargeId);
            breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        } else if (isNews(chargeId)) {
            breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new ProviderUnwellException());
        } else {
            breaker.releasePermission();
        }
    }

    private synchronized boolean isNews(ChargeId chargeId) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = failed.values().iterator();
        while (oldest.hasNext() && (!oldest.next().plus(MEMORY).isAfter(now) || failed.size() > MOST_CHARGES)) {
            oldest.remove();
        }
        return failed.putLast(chargeId, now) == null;
    }

    private synchronized void forget(ChargeId chargeId) {
        failed.remove(chargeId);
    }

    /** Forgets all failures, so that every charge tests anew whether the provider is back. */
    private synchronized void forgetAll() {
        failed.clear();
    }

    private static final class ProviderUnwellException extends Exception {
        ProviderUnwellException() {
            super(null, null, false, false);
        }
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
