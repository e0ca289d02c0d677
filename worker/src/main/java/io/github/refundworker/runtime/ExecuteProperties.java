package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;

import io.github.refundworker.execute.ExecutorSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The step that talks to the providers, each account on its own, under {@code refunds.execute}.
 *
 * @param maxInFlight calls at the same time, of one account. {@code 1000}
 * @param patience how long what certainly was not executed is tried again at once; later it is the decider's. {@code
 *     10s}
 * @param callTimeout the longest that one call takes; at most half of {@code refunds.ages.call-limit}. {@code 10s}
 * @param breaker when calls to a provider that fails are stopped
 */
record ExecuteProperties(
        @DefaultValue("1000") int maxInFlight,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("10s") Duration callTimeout,
        @DefaultValue Breaker breaker) {
    ExecuteProperties {
        require(maxInFlight > 0 && maxInFlight <= 100_000, "refunds.execute.max-in-flight", maxInFlight, "1 to 100000");
        require(!patience.isNegative(), "refunds.execute.patience", patience, "zero or longer, e.g. 10s");
        require(callTimeout.isPositive(), "refunds.execute.call-timeout", callTimeout, "longer than nothing, e.g. 10s");
    }

    /**
     * The circuit breaker of each account. Open, it has nothing sent to the provider and the account's commands left on
     * their topic; then a few calls find out whether the provider is back. What is owed meanwhile is sent later.
     *
     * @param failureRate per cent of the calls in the window that must have failed: not reached, no answer, a server
     *     error. {@code 50}
     * @param minimumCalls fewer calls in the window say nothing. {@code 20}
     * @param window the time before now that is looked at. {@code 30s}
     * @param openFor how long nothing is sent; less than {@code refunds.ages.send-within}. {@code 30s}
     * @param trialCalls how many calls are then let through to see whether the provider is back. {@code 5}
     */
    record Breaker(
            @DefaultValue("50") int failureRate,
            @DefaultValue("20") int minimumCalls,
            @DefaultValue("30s") Duration window,
            @DefaultValue("30s") Duration openFor,
            @DefaultValue("5") int trialCalls) {
        private static final String KEY = "refunds.execute.breaker.";

        Breaker {
            require(failureRate >= 1 && failureRate <= 100, KEY + "failure-rate", failureRate, "1 to 100");
            require(minimumCalls >= 1, KEY + "minimum-calls", minimumCalls, "1 or more");
            require(
                    window.toSeconds() >= 1 && window.compareTo(Duration.ofHours(1)) <= 0,
                    KEY + "window",
                    window,
                    "1s to 1h");
            require(openFor.toMillis() >= 1, KEY + "open-for", openFor, "1ms or longer");
            require(trialCalls >= 1, KEY + "trial-calls", trialCalls, "1 or more");
        }

        ExecutorSettings.Breaker toSettings() {
            return new ExecutorSettings.Breaker(failureRate, minimumCalls, window, openFor, trialCalls);
        }
    }
}
