package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.terminal.Bar;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Parks or discards letters. It sends nothing. */
abstract class MarkVerb implements Callable<Integer> {

    @Mixin
    private Topic topic = new Topic();

    @Mixin
    private Filters filters = new Filters();

    @Mixin
    private Consent consent = new Consent();

    private final Job.Kind kind;
    private final String what;

    @Command(
            name = "park",
            mixinStandardHelpOptions = true,
            description = "Puts open letters aside: they are not planned any more unless --state=PARKED asks for them.")
    static final class Park extends MarkVerb {
        Park() {
            super(Job.Kind.PARK, "park");
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Records that nothing will be done about open letters. They stay where they are.")
    static final class Discard extends MarkVerb {
        Discard() {
            super(Job.Kind.DISCARD, "discard");
        }
    }

    MarkVerb(Job.Kind kind, String what) {
        this.kind = kind;
        this.what = what;
    }

    /** What {@code --json} prints. */
    record Done(Job job) {}

    /** What {@code --json} prints of a dry run. */
    record WouldDo(String topic, long letters) {}

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        DeadLetterDesk desk = topic.desk(name);
        Selection selection = filters.selection(Set.of(LetterState.OPEN));
        if (consent.isDryRun()) {
            return dryRun(desk, name, selection);
        }
        Mandate mandate = consent.mandate();
        consent.require("About to " + what + " letters of " + name.name() + ": " + selection + ".", name.name());
        try (Interruption interruption = new Interruption();
                Bar bar = new Bar()) {
            Job job = desk.mark(
                    kind, selection, filters.limit(), mandate, new ShownProgress(what, bar), interruption::isAsked);
            bar.close();
            if (topic.json()) {
                Printer.json(new Done(job));
            } else {
                Printer.line("job " + job.id() + " " + job.status() + ": " + job.dealtWith() + " of " + job.total()
                        + " letters " + what + "ed");
            }
            if (job.status() != Job.Status.DONE) {
                return interruption.isAsked() ? ExitCodes.INTERRUPTED : ExitCodes.PARTLY;
            }
            return job.total() == 0 ? ExitCodes.NOTHING_MATCHED : ExitCodes.OK;
        }
    }

    private int dryRun(DeadLetterDesk desk, DeadLetterTopic name, Selection selection) {
        AtomicLong count = new AtomicLong();
        desk.each(selection, found -> count.incrementAndGet() < filters.limit());
        if (topic.json()) {
            Printer.json(new WouldDo(name.name(), count.get()));
        } else {
            Printer.line("would " + what + " " + count.get() + " letters of " + name.name());
        }
        return count.get() == 0 ? ExitCodes.NOTHING_MATCHED : ExitCodes.OK;
    }
}
