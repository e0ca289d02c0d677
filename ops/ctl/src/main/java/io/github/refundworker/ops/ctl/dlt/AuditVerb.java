package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.Masking;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who did what. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description =
                "Shows what the audit log says about a dead-letter topic: who, why, what, what came of it. An intent"
                        + " without an outcome is something whose end is not known.")
final class AuditVerb implements Callable<Integer> {

    @Mixin
    private Topic topic = new Topic();

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        AtomicLong count = new AtomicLong();
        topic.desk(name).audit(line -> {
            count.incrementAndGet();
            AuditEntry entry = Objects.requireNonNull(line.entry());
            if (topic.json()) {
                Printer.json(entry);
            } else {
                Printer.line("%s %-14s %-12s %-8s %-8s %s %s"
                        .formatted(
                                line.appended(),
                                entry.actionId(),
                                entry.action(),
                                entry.phase(),
                                entry.result() == null ? "" : entry.result(),
                                Masking.text(entry.actor() + ": " + entry.why()),
                                entry.details()));
            }
        });
        if (count.get() == 0) {
            Printer.say("nothing was done about " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        return ExitCodes.OK;
    }
}
