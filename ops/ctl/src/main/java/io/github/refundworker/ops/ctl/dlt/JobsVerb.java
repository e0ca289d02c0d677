package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.Jobs;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What was and is done about a topic. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description =
                "Lists the jobs of a dead-letter topic, the oldest first. A job that was killed is abandoned: replay"
                        + " its plan again, or cancel it.")
final class JobsVerb implements Callable<Integer> {

    private static final String ROW = "%-14s %-8s %-12s %-30s %10s %10s %8s %9s %8s %8s  %s";

    @Mixin
    private Topic topic = new Topic();

    /** What {@code --json} prints. */
    record Line(Job job, boolean abandoned) {}

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        Jobs jobs = topic.desk(name).jobs();
        if (jobs.jobs().isEmpty()) {
            Printer.say("no jobs on " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        if (!topic.json()) {
            Printer.line(ROW.formatted(
                    "JOB",
                    "KIND",
                    "STATUS",
                    "STARTED",
                    "LETTERS",
                    "REPLAYED",
                    "PARKED",
                    "DISCARDED",
                    "LEFT",
                    "DIED",
                    "BY AND WHY"));
        }
        for (Job job : jobs.jobs()) {
            if (topic.json()) {
                Printer.json(new Line(job, jobs.isAbandoned(job)));
            } else {
                Printer.line(row(job, jobs.isAbandoned(job)));
            }
        }
        return ExitCodes.OK;
    }

    private static String row(Job job, boolean abandoned) {
        return ROW.formatted(
                job.id(),
                job.kind(),
                abandoned ? "ABANDONED" : job.status(),
                job.startedAt(),
                job.total(),
                job.replayed(),
                job.parked(),
                job.discarded(),
                job.skipped(),
                job.diedAgain(),
                job.actor() + ": " + job.why() + (job.note() == null ? "" : " (" + job.note() + ")"));
    }
}
