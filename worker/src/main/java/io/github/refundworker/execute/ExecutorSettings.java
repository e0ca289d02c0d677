package io.github.refundworker.execute;

import java.time.Duration;

/**
 * How one account's commands are executed.
 *
 * @param maxInFlight maximum concurrent calls; 1,000. As many answers may await the broker
 * @param backlog commands kept in memory, so that a finished call is replaced at once; 4,000. One poll may exceed it
 * @param window commands of one partition between the oldest unfinished and the newest polled; 20,000. All of them
 *     are executed again after a crash
 * @param patience how long one delivery retries a call that certainly was not executed; 10 s
 * @param callTimeout longest time of one provider call, to the last byte; 10 s. A call and the look-up after it must
 *     end within the decider's call limit
 * @param ratePerSecond HTTP requests a second of all instances; 0 (the default) means no limit but the calls in
 *     flight
 * @param commitInterval between two commits of offsets; 250 ms
 * @param breaker when the circuit breaker stops calls
 * @param answerBytes the longest answer that fits the inputs topic; 512 KB. A longer one is answered as unknown
 */
public record ExecutorSettings(
        int maxInFlight,
        int backlog,
        int window,
        Duration patience,
        Duration callTimeout,
        int ratePerSecond,
        Duration commitInterval,
        Breaker breaker,
        int answerBytes) {

    /**
     * @param failureRate per cent of the calls in the window that must have failed; 50. A charge fails once at most
     * @param minimumCalls fewer calls in the window say nothing; 20
     * @param window of time that counts; 30 s, in whole seconds
     * @param openFor longest pause without a call; 30 s. The first is 2 s, and doubles while the trial calls fail
     * @param trialCalls how many then find out whether the provider is back; 5
     */
    public record Breaker(int failureRate, int minimumCalls, Duration window, Duration openFor, int trialCalls) {
        public static final Breaker DEFAULT = new Breaker(50, 20, Duration.ofSeconds(30), Duration.ofSeconds(30), 5);

        public Breaker {
            if (failureRate < 1 || failureRate > 100 || minimumCalls < 1 || trialCalls < 1) {
                throw new IllegalArgumentException("a breaker's rate is 1 to 100 per cent, its numbers are positive");
            }
            if (window.toSeconds() < 1 || openFor.toMillis() < 1) {
                throw new IllegalArgumentException(
                        "a breaker's window takes a second or more, and it opens for a while");
            }
        }
    }

    public static final ExecutorSettings DEFAULT = new ExecutorSettings(
            1_000,
            4_000,
            20_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            0,
            Duration.ofMillis(250),
            Breaker.DEFAULT,
            512 * 1024);

    public ExecutorSettings {
        if (maxInFlight < 1 || backlog < 1 || window < 1 || answerBytes < 1 || ratePerSecond < 0) {
            throw new IllegalArgumentException("an executor's limits are positive, and its rate is not negative");
        }
        if (patience.isNegative() || !callTimeout.isPositive() || commitInterval.isNegative()) {
            throw new IllegalArgumentException("an executor's times are not negative, and a call takes some time");
        }
    }
}
