package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a job. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description =
                "Ends a job, wherever it runs or ran, and waits until it has: what it has in its hands is finished.")
final class CancelVerb implements Callable<Integer> {

    @Parameters(paramLabel = "JOB", description = "The job's id, as jobs prints it.")
    private String job = "";

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private Topic topic = new Topic();

    /** What {@code --json} prints. */
    record Done(Job job) {}

    /** What {@code --json} prints of a dry run. */
    record WouldDo(String job, boolean cancels) {}

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        if (consent.isDryRun()) {
            boolean runs = topic.desk(name).jobs().jobs().stream()
                    .anyMatch(known -> known.id().equals(job) && known.status().goesOn());
            if (topic.json()) {
                Printer.json(new WouldDo(job, runs));
            } else {
                Printer.line(runs ? "would cancel job " + job : "job " + job + " has ended, or is none");
            }
            return runs ? ExitCodes.OK : ExitCodes.NOTHING_MATCHED;
        }
        Mandate mandate = consent.mandate();
        consent.require("About to cancel job " + job + " on " + name.name() + ".", name.name());
        Job ended = topic.desk(name).cancel(job, mandate);
        if (ended == null) {
            Printer.say("no job " + job + " on " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        if (topic.json()) {
            Printer.json(new Done(ended));
        } else {
            Printer.line("job " + ended.id() + " " + ended.status() + ", " + ended.replayed() + " of " + ended.total()
                    + " replayed");
        }
        return ended.status() == Job.Status.CANCELLED ? ExitCodes.OK : ExitCodes.PARTLY;
    }
}
