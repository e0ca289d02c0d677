package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.terminal.Ranges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select events of the status topic. */
final class Events {

    @Option(names = "--charge", paramLabel = "ID", description = "Only what is about this charge.")
    private @Nullable String charge;

    @Option(
            names = {"--limit", "--count"},
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "At most so many, 1 or more. Default: all.")
    private @Nullable Integer limit;

    boolean isOfCharge(String chargeId) {
        return charge == null || charge.equals(chargeId);
    }

    int limit() {
        return limit == null ? Integer.MAX_VALUE : limit;
    }
}
