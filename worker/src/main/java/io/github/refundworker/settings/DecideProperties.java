package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The decide step, under {@code refunds.decide}.
 *
 * @param threads number of stream threads. Each works on some of the partitions, with transactions of its own.
 *     {@code 1}
 * @param minCommitPause pause between two commits of a thread that has little to do. {@code 5ms}
 * @param maxCommitPause pause between two commits of a thread that is busy all the time. A longer pause gives a
 *     higher throughput. {@code 100ms}
 * @param standbys number of other processes that keep a copy of each store, so that one of them takes over at once
 *     when a process ends. Without standbys, its charges wait until it returns, or until another process has
 *     restored their stores. {@code 0}
 */
public record DecideProperties(
        @DefaultValue("1") int threads,
        @DefaultValue("5ms") Duration minCommitPause,
        @DefaultValue("100ms") Duration maxCommitPause,
        @DefaultValue("0") int standbys) {
    public DecideProperties {
        require(threads > 0, "refunds.decide.threads", threads, "1 or more");
        require(standbys >= 0 && standbys <= 5, "refunds.decide.standbys", standbys, "0 to 5");
        require(minCommitPause.toMillis() > 0, "refunds.decide.min-commit-pause", minCommitPause, "1ms or longer");
        require(
                maxCommitPause.compareTo(minCommitPause) >= 0,
                "refunds.decide.max-commit-pause",
                maxCommitPause,
                "not shorter than refunds.decide.min-commit-pause, which is " + minCommitPause);
    }
}
