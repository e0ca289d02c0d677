package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.Policy;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Time limits between the worker and a provider, under {@code refunds.ages}. The defaults suit providers that people
 * wait for. Drills use shorter ones, because a drill must finish within minutes.
 *
 * @param waiting how long a request waits for its turn on its charge, or for the charge to be read. Time in which
 *     the worker itself is busy or down does not count. {@code 10m}
 * @param sendWithin time from the issue of a command to the last moment at which it is sent. A command that only
 *     reads begins within a sixth of this time, or is issued again. {@code 2m}
 * @param callLimit longest time that an execution takes after that moment: a call and the look-up after it. {@code
 *     30s}
 * @param grace tolerance wherever two clocks are compared. A process's clock may be off by this much; at most a
 *     minute. {@code 1m}
 * @param retry intervals between attempts whose outcome is unknown. After the last one the refund goes to review.
 *     {@code 1m,5m,15m,1h,6h,1d}
 * @param unsent intervals between attempts that certainly were not executed. The last one repeats. {@code
 *     5s,15s,1m,5m,15m}
 * @param unsentFor how long such attempts are repeated. Then the refund goes to review. {@code 3d}
 * @param poll intervals between look-ups of a pending refund. The last one repeats. {@code 5s,30s,5m,15m,1h,6h,1d}
 * @param pending how long a pending refund is polled. Then it goes to review. A {@code stripe} account polls for at
 *     least {@code 60d}, because refunds to a bank account may take that long. {@code 30d}
 * @param review how long a refund in review is still looked up, at the last interval of {@code poll}. It leaves
 *     review by itself if the provider shows the outcome. {@code 90d}
 * @param describe intervals between attempts to read a charge. The last one repeats. {@code 1s,5s,15s,30s}
 */
public record AgesProperties(
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
        @DefaultValue("90d") Duration review,
        @DefaultValue({"1s", "5s", "15s", "30s"}) List<Duration> describe) {

    private static final String KEY = "refunds.ages.";

    public AgesProperties {
        positive("waiting", waiting);
        positive("send-within", sendWithin);
        positive("call-limit", callLimit);
        positive("grace", grace);
        positive("retry", retry);
        positive("unsent", unsent);
        positive("unsent-for", unsentFor);
        positive("poll", poll);
        positive("pending", pending);
        positive("review", review);
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
    public Duration clockLimit() {
        return grace.compareTo(ClockOffset.LIMIT) < 0 ? grace : ClockOffset.LIMIT;
    }

    public Policy.Ages toPolicy(Duration facts, Duration request) {
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
                review,
                describe);
    }
}
