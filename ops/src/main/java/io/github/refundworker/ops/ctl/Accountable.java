package io.github.refundworker.ops.ctl;

import io.github.refundworker.ops.audit.AuditedAction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a verb that changes something: who does it and why, for the audit log. */
final class Accountable {

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, for the audit log.")
    String why = "";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who, for the audit log. Default: the user that runs this command.")
    private @Nullable String actor;

    String actor() {
        return actor == null ? AuditedAction.here() : actor;
    }

    AuditedAction action(String action, String target) {
        return AuditedAction.of(actor(), action, target, why);
    }
}
