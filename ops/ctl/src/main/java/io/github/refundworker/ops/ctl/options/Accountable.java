package io.github.refundworker.ops.ctl.options;

import io.github.refundworker.ops.audit.AuditedAction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a verb that changes something: who acts and why, for the audit log, and whether it is only a dry
 * run.
 */
public final class Accountable {

    @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the audit log. Needed unless --dry-run.")
    private @Nullable String why;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who, for the audit log. Default: the user that runs this command.")
    private @Nullable String actor;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    public boolean isDryRun() {
        return dryRun;
    }

    public String actor() {
        return actor == null ? AuditedAction.here() : actor;
    }

    /** @throws IllegalArgumentException if nobody says why */
    public String why() {
        if (why != null && !why.isBlank()) {
            return why;
        }
        if (dryRun) {
            return "(no reason given)";
        }
        throw new IllegalArgumentException("Missing required option: '--why=TEXT'");
    }

    public AuditedAction action(String action, String target) {
        return AuditedAction.of(actor(), action, target, why());
    }
}
