package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.terminal.Screen;
import java.io.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a verb that acts: who and why, and that it is meant. */
final class Consent {

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the audit log. Needed unless --dry-run.")
    private @Nullable String why;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who, for the audit log. Default: the user that runs this command.")
    private @Nullable String actor;

    @Option(
            names = "--confirm",
            paramLabel = "TOPIC",
            description = "The name of the topic, typed again: it is meant. Asked for on a terminal if not given.")
    private @Nullable String confirm;

    @Option(names = "--no-input", description = "Never ask.")
    private boolean noInput;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would be done.")
    private boolean dryRun;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    boolean isDryRun() {
        return dryRun;
    }

    /** @throws ParameterException if nobody says why */
    Mandate mandate() {
        if (why == null || why.isBlank()) {
            throw new ParameterException(mixee.commandLine(), "Missing required option: '--why=TEXT'");
        }
        return new Mandate(actor == null ? AuditedAction.here() : actor, why);
    }

    /**
     * Returns if it is meant.
     *
     * @param what is about to happen, as a sentence
     * @throws RefusedException if not
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
