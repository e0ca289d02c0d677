package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a job. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
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

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        if (consent.isDryRun()) {
            boolean runs = topic.desk(name).jobs().jobs().stream()
                    .anyMatch(known -> known.id().equals(job) && known.status().goesOn());
            System.out.println(runs ? "would cancel job " + job : "job " + job + " has ended, or is none");
            return runs ? ExitCodes.OK : ExitCodes.NOTHING_MATCHED;
        }
        Mandate mandate = consent.mandate();
        consent.require("About to cancel job " + job + " on " + name.name() + ".", name.name());
        Job ended = topic.desk(name).cancel(job, mandate);
        if (ended == null) {
            System.err.println("refundctl: no job " + job + " on " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        if (topic.json()) {
            Printed.line(new Done(ended));
        } else {
            System.out.println("job " + ended.id() + " " + ended.status() + ", " + ended.replayed() + " of "
                    + ended.total() + " replayed");
        }
        return ended.status() == Job.Status.CANCELLED ? ExitCodes.OK : ExitCodes.PARTLY;
    }
}
