package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.Accountable;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.terminal.Screen;
import java.io.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a verb that changes something: who acts and why, and the confirmation. */
final class Consent {

    @Mixin
    private Accountable accountable = new Accountable();

    @Option(
            names = "--confirm",
            paramLabel = "TOPIC",
            description = "The name of the topic, typed again: it is meant. Asked for on a terminal if not given.")
    private @Nullable String confirm;

    @Option(names = "--no-input", description = "Never ask.")
    private boolean noInput;

    boolean isDryRun() {
        return accountable.isDryRun();
    }

    /** @throws IllegalArgumentException if nobody says why */
    Mandate mandate() {
        return new Mandate(accountable.actor(), accountable.why());
    }

    /**
     * Asks for the name of the topic as a confirmation, and returns if it was given.
     *
     * @param what is about to happen, as a sentence
     * @throws RefusedException if another name or none was given
     */
    void require(String what, String topic) {
        String typed = confirm;
        if (typed == null && !noInput && Screen.isTerminal()) {
            Console console = System.console();
            typed = console == null ? null : console.readLine("%s%nType the topic's name to go on: ", what);
        }
        if (typed == null) {
            throw new RefusedException("not without --confirm=" + topic);
        }
        if (!typed.strip().equals(topic)) {
            throw new RefusedException("'" + typed.strip() + "' is not the topic, which is " + topic);
        }
    }
}
