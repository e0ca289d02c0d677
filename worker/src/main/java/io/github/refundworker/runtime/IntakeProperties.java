package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;

import io.github.refundworker.deadletter.DeadLetterFlood;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The step that takes requests in, under {@code refunds.intake}.
 *
 * @param threads each reads some of the partitions. {@code 1}
 */
record IntakeProperties(
        @DefaultValue("1") int threads, @DefaultValue Flood flood) {
    IntakeProperties {
        require(threads > 0, "refunds.intake.threads", threads, "1 or more");
    }

    /**
     * When so many requests become dead letters that no more are taken.
     *
     * @param ratio of the latest requests that must have died, in intake or in decide. {@code 0.5}; {@code 0} lets
     *     everything pass, which is the way to be rid of garbage that is known
     * @param window how many requests are the latest; so many may die before it stops. {@code 200}
     * @param pause before a tenth of a window is tried; if they die too, it pauses again. {@code 5m}
     */
    record Flood(
            @DefaultValue("0.5") double ratio,
            @DefaultValue("200") int window,
            @DefaultValue("5m") Duration pause) {
        Flood {
            require(ratio >= 0 && ratio <= 1, "refunds.intake.flood.ratio", ratio, "0 to 1");
            require(window > 0 && window <= 100_000, "refunds.intake.flood.window", window, "1 to 100000");
            require(pause.isPositive(), "refunds.intake.flood.pause", pause, "longer than nothing, e.g. 5m");
        }

        DeadLetterFlood.Settings toSettings() {
            return new DeadLetterFlood.Settings(ratio, window, pause);
        }
    }
}
