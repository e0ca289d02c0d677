package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.Policy;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things may take between the worker and a provider, under {@code refunds.ages}. The defaults are for providers
 * that people wait for; a drill that must see the end of everything within minutes shortens them.
 *
 * @param waiting how long a request waits for its turn on its charge, or for the charge to be read. {@code 10m}
 * @param sendWithin from the issue of a command to the last moment at which it is sent. {@code 2m}
 * @param callLimit the longest that an execution takes after that: a call and the look-up after it. {@code 30s}
 * @param grace added wherever two clocks meet; a process's clock may be off by as much, a minute at most. {@code 1m}
 * @param retry distances between attempts whose outcome stayed unknown; after the last one a person decides. {@code
 *     1m,5m,15m,1h,6h,1d}
 * @param unsent distances between attempts that certainly were not executed; the last one repeats. {@code
 *     5s,15s,1m,5m,15m}
 * @param unsentFor how long such attempts go on; then a person decides. {@code 3d}
 * @param poll distances between look-ups of a pending refund; the last one repeats. {@code 5s,30s,5m,15m,1h,6h,1d}
 * @param pending how long a pending refund is polled; then a person decides. {@code 30d}
 * @param describe distances between attempts to read a charge; the last one repeats. {@code 1s,5s,15s,30s}
 */
record AgesProperties(
        @DefaultValue("10m") Duration waiting,
        @DefaultValue("2m") Duration sendWithin,
        @DefaultValue("30s") Duration callLimit,
        @DefaultValue("1m") Duration grace,
        @DefaultValue({"1m", "5m", "15m", "1h", "6h", "1d"}) List<Duration> retry,
        @DefaultValue({"5s", "15s", "1m", "5m", "15m"}) List<Duration> unsent,
        @DefaultValue("3d") Duration unsentFor,

        @DefaultValue({"5s", "30s", "5m", "15m", "1h", "6h", "1d"})
        List<Duration> poll,

        @DefaultValue("30d") Duration pending,
        @DefaultValue({"1s", "5s", "15s", "30s"}) List<Duration> describe) {

    private static final String KEY = "refunds.ages.";

    AgesProperties {
        positive("waiting", waiting);
        positive("send-within", sendWithin);
        positive("call-limit", callLimit);
        positive("grace", grace);
        positive("retry", retry);
        positive("unsent", unsent);
        positive("unsent-for", unsentFor);
        positive("poll", poll);
        positive("pending", pending);
        positive("describe", describe);
    }

    private static void positive(String name, Duration value) {
        require(value.isPositive(), KEY + name, value, "longer than nothing, e.g. 1m");
    }

    private static void positive(String name, List<Duration> values) {
        require(
                !values.isEmpty() && values.stream().allMatch(Duration::isPositive),
                KEY + name,
                values,
                "one or more, each longer than nothing, e.g. 1m,5m");
    }

    /** A clock that is off by more than the grace would be a clock that nothing allows for. */
    Duration clockLimit() {
        return grace.compareTo(ClockOffset.LIMIT) < 0 ? grace : ClockOffset.LIMIT;
    }

    Policy.Ages toPolicy(Duration facts, Duration request) {
        return new Policy.Ages(
                facts,
                waiting,
                request,
                sendWithin,
                callLimit,
                grace,
                retry,
                unsent,
                unsentFor,
                poll,
                pending,
                describe);
    }
}
