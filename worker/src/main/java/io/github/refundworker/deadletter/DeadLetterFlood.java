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
 * Tells when so many requests die that taking more of them would only move the requests topic into the dead letters: a
 * producer gone wrong, or a reader of ours. They are safe where they are. After a pause a few are tried; if they die
 * too, it pauses again, so that what ends by itself needs nobody. Safe for use by several threads.
 */
public final class DeadLetterFlood {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterFlood.class);

    /**
     * When it stops and tries again.
     *
     * @param ratio of the window's requests that must have died, 0 to 1; 0 never stops
     * @param window so many of the latest requests are looked at, and none is stopped before there were so many
     * @param pause before some are tried
     */
    public record Settings(double ratio, int window, Duration pause) {
        /** Enough to tell a flood that has ended from one that goes on. */
        int tried() {
            return Math.max(1, window / 10);
        }
    }

    private final String step;
    private final Settings settings;
    private final @Nullable CircuitBreaker breaker;

    /** @param step whose requests these are, for people */
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

    /** @param died whether it became a dead letter */
    public void record(boolean died) {
        if (breaker != null) {
            breaker.onResult(0, TimeUnit.NANOSECONDS, died);
        }
    }

    /** Whether no request may be taken now. */
    public boolean isStopped() {
        if (breaker == null || breaker.getState() != CircuitBreaker.State.OPEN) {
            return false;
        }
        // Asking is what ends the pause. Its permissions are of no use here: not every request taken is heard of again.
        if (!breaker.tryAcquirePermission()) {
            return true;
        }
        breaker.releasePermission();
        return false;
    }

    /** Why no request is taken; absent while they are. */
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
