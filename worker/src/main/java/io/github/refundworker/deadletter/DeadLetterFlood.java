package io.github.refundworker.deadletter;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops intake when too many requests become dead letters. Otherwise a faulty producer, or a bug in the worker,
 * would move the whole requests topic into the dead letters. The requests are safe on their topic. After a pause
 * intake tries a few requests. If they fail too, it pauses again, so a flood that ends by itself needs no operator.
 * Safe for use by several threads.
 */
public final class DeadLetterFlood {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterFlood.class);

    /**
     * When intake stops and when it tries again.
     *
     * @param ratio share of the window's requests that must have become dead letters, 0 to 1; 0 never stops intake
     * @param window number of latest requests that count; intake never stops before it has seen this many
     * @param pause before intake tries some requests
     */
    public record Settings(double ratio, int window, Duration pause) {
        /** Enough requests to see whether the flood has ended. */
        int tried() {
            return Math.max(1, window / 10);
        }
    }

    private final String step;
    private final Settings settings;
    private final @Nullable CircuitBreaker breaker;

    /** @param step that reports the results, for messages */
    public DeadLetterFlood(String step, Settings settings, Clock clock) {
        this.step = step;
        this.settings = settings;
        this.breaker = settings.ratio() == 0 ? null : CircuitBreaker.of(step, config(settings, clock));
        if (breaker != null) {
            breaker.getEventPublisher().onStateTransition(event -> {
                switch (event.getStateTransition().getToState()) {
                    case OPEN -> log.error("dead-letter flood: {}", explanation());
                    case HALF_OPEN -> log.warn("dead-letter flood: {} tries {} requests", step, settings.tried());
                    case CLOSED -> log.info("dead-letter flood: over, requests are taken again");
                    default -> {}
                }
            });
        }
    }

    private static CircuitBreakerConfig config(Settings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(settings.window(), settings.window(), SlidingWindowType.COUNT_BASED)
                .failureRateThreshold((float) (settings.ratio() * 100))
                .waitDurationInOpenState(settings.pause())
                .permittedNumberOfCallsInHalfOpenState(settings.tried())
                .recordResult(died -> Boolean.TRUE.equals(died))
                .clock(clock)
                .build();
    }

    /** @param died whether the request became a dead letter */
    public void record(boolean died) {
        if (breaker != null) {
            breaker.onResult(0, TimeUnit.NANOSECONDS, died);
        }
    }

    /** Whether intake may take no request now. */
    public boolean isStopped() {
        if (breaker == null || breaker.getState() != CircuitBreaker.State.OPEN) {
            return false;
        }
        // This call ends the pause. Its permissions are not used here, because not every request that is taken reports
        // a result.
        if (!breaker.tryAcquirePermission()) {
            return true;
        }
        breaker.releasePermission();
        return false;
    }

    /** Why intake takes no request. Absent while it takes requests. */
    public @Nullable String refusal() {
        return isStopped() ? explanation() : null;
    }

    private String explanation() {
        return String.format(
                Locale.ROOT,
                "no request is taken, because of the last ones that %s saw at least %.0f %% became dead letters; some are"
                        + " tried every %s",
                step,
                settings.ratio() * 100,
                settings.pause());
    }
}
