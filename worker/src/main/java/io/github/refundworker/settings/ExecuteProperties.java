package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import io.github.refundworker.execute.ExecutorSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The execute step, under {@code refunds.execute}. The settings hold for each account separately.
 *
 * @param maxInFlight maximum concurrent calls of one account. {@code 1000}
 * @param patience how long one delivery retries a call that certainly was not executed. Later retries are the
 *     decider's. {@code 10s}
 * @param callTimeout longest time that one call takes. At most half of {@code refunds.ages.call-limit}. {@code 10s}
 * @param breaker when the circuit breaker stops calls to a provider that fails
 */
public record ExecuteProperties(
        @DefaultValue("1000") int maxInFlight,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("10s") Duration callTimeout,
        @DefaultValue Breaker breaker) {
    public ExecuteProperties {
        require(maxInFlight > 0 && maxInFlight <= 100_000, "refunds.execute.max-in-flight", maxInFlight, "1 to 100000");
        require(!patience.isNegative(), "refunds.execute.patience", patience, "zero or longer, e.g. 10s");
        require(callTimeout.isPositive(), "refunds.execute.call-timeout", callTimeout, "longer than nothing, e.g. 10s");
    }

    /**
     * The circuit breaker of each account. While it is open, the worker sends nothing to the provider and leaves the
     * account's commands on their topic. Then a few calls test whether the provider is back. The commands that
     * waited are executed or issued again after that.
     *
     * @param failureRate percentage of failed calls in the window that opens the circuit. A call fails if the
     *     provider is not reached, does not answer, or answers with a server error (5xx). Any other answer shows
     *     that the provider works. All failed calls of one charge count as one, until one of them is answered.
     *     {@code 50}
     * @param minimumCalls with fewer calls in the window the circuit stays closed. {@code 20}
     * @param window the time before now in which calls count. {@code 30s}
     * @param openFor longest time that an open circuit stops all calls. The first time is 2 s, and it doubles as long as the trial calls fail. Less than {@code refunds.ages.send-within}. {@code
     *     30s}
     * @param trialCalls number of calls that then test whether the provider is back. {@code 5}
     */
    public record Breaker(
            @DefaultValue("50") int failureRate,
            @DefaultValue("20") int minimumCalls,
            @DefaultValue("30s") Duration window,
            @DefaultValue("30s") Duration openFor,
            @DefaultValue("5") int trialCalls) {
        private static final String KEY = "refunds.execute.breaker.";

        public Breaker {
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

        public ExecutorSettings.Breaker toSettings() {
            return new ExecutorSettings.Breaker(failureRate, minimumCalls, window, openFor, trialCalls);
        }
    }
}
