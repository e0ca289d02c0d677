package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.PlanFile;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import io.github.refundworker.ops.deadletter.replay.Replayer;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Freezes what a replay shall be about. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Freezes a selection of dead letters in a file, for replay: exactly these letters, and where the"
                + " topic ended. Only open letters, unless --state says otherwise.")
final class PlanVerb implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file; it must not be there yet.")
    private Path out = Path.of("");

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Mixin
    private Topic topic = new Topic();

    @Mixin
    private Filters filters = new Filters();

    /** What {@code --json} prints. */
    record Planned(
            String plan,
            String file,
            String topic,
            String selection,
            int letters,
            long wouldBeSent,
            long wouldBeParked,
            Map<String, Long> wouldBeSkipped) {}

    @Override
    public Integer call() throws IOException {
        DeadLetterTopic name = topic.topic();
        if (!dryRun && Files.exists(out)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        DeadLetterDesk desk = topic.desk(name);
        Plan plan = desk.plan(filters.selection(Set.of(LetterState.OPEN)), filters.limit());
        if (plan.letters().isEmpty()) {
            Printer.say("no such dead letters in " + name.name());
            return ExitCodes.NOTHING_MATCHED;
        }
        if (!dryRun) {
            write(plan);
        }
        print(plan, desk.preview(plan, ReplayOptions.DEFAULT));
        return ExitCodes.OK;
    }

    private void write(Plan plan) throws FileSystemException {
        try {
            PlanFile.write(plan, out);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw OutputException.ofFile(out, e);
        }
    }

    private void print(Plan plan, Replayer.Preview preview) {
        if (topic.json()) {
            Printer.json(new Planned(
                    plan.id(),
                    out.toString(),
                    plan.topic().name(),
                    plan.selection(),
                    plan.letters().size(),
                    preview.send(),
                    preview.park(),
                    preview.skip()));
            return;
        }
        Printer.line("plan " + plan.id() + " of " + plan.letters().size() + " letters of "
                + plan.topic().name() + (dryRun ? ", not written" : " in " + out));
        Printer.line("  selected   " + plan.selection());
        Previews.print(preview);
    }
}
