package io.github.refundworker.settings;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import io.github.refundworker.deadletter.DeadLetterFlood;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The intake step, under {@code refunds.intake}.
 *
 * @param threads number of threads. Each reads some of the partitions. {@code 1}
 * @param refuseCardNumbers whether a request is rejected as {@code INVALID_REQUEST} if its {@code reason}, {@code note} or
 *     {@code extendedFields} hold what may be a card number: 13 to 19 digits with a valid check digit. One of ten long
 *     numbers has one by chance. {@code false}
 */
public record IntakeProperties(
        @DefaultValue("1") int threads,
        @DefaultValue("false") boolean refuseCardNumbers,
        @DefaultValue Flood flood) {
    public IntakeProperties {
        require(threads > 0, "refunds.intake.threads", threads, "1 or more");
    }

    /**
     * When intake stops because too many requests become dead letters.
     *
     * @param ratio share of the latest requests that must have become dead letters, in intake or in decide, to stop
     *     intake. {@code 0} never stops it; use this to get rid of known garbage. {@code 0.5}
     * @param window number of latest requests that count, and so the largest number that may become dead letters
     *     before intake stops. {@code 200}
     * @param pause pause before intake tries a tenth of the window. If these become dead letters too, it pauses
     *     again. {@code 5m}
     */
    public record Flood(
            @DefaultValue("0.5") double ratio,
            @DefaultValue("200") int window,
            @DefaultValue("5m") Duration pause) {
        public Flood {
            require(ratio >= 0 && ratio <= 1, "refunds.intake.flood.ratio", ratio, "0 to 1");
            require(window > 0 && window <= 100_000, "refunds.intake.flood.window", window, "1 to 100000");
            require(pause.isPositive(), "refunds.intake.flood.pause", pause, "longer than nothing, e.g. 5m");
        }

        public DeadLetterFlood.Settings toSettings() {
            return new DeadLetterFlood.Settings(ratio, window, pause);
        }
    }
}
