package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.replay.Pace;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.PlanFile;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import io.github.refundworker.ops.deadletter.replay.Replayer;
import io.github.refundworker.ops.terminal.Bar;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Works on a plan. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Sends the letters of a plan back to where they died, byte for byte. A few go first; the rest follows"
                        + " when the worker has taken them and none died. Run again after an interruption, it goes on."
                        + " Exit code 0 only if every letter of the plan went and none was seen to die again.")
final class ReplayVerb implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A plan.")
    private Path file = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = Rate.class,
            description = "Letters at most: 10/s, 600/m. Default: as fast as it goes.")
    private @Nullable Double rate;

    @Option(
            names = "--canary",
            paramLabel = "N",
            converter = Ranges.CountOrNone.class,
            defaultValue = "5",
            description = "So many go first, and none of them may die; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int canary;

    @Option(
            names = "--max-replays",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "2",
            description = "A letter that was replayed so often is parked instead. Default: ${DEFAULT-VALUE}.")
    private int maxReplays;

    @Option(
            names = "--stop-after-redeaths",
            paramLabel = "N",
            converter = Ranges.Count.class,
            defaultValue = "3",
            description = "Stop when so many have died again. Default: ${DEFAULT-VALUE}.")
    private int stopAfterRedeaths;

    @Option(
            names = "--rekey",
            description = "Give letters that died because of their key the charge that their request names.")
    private boolean rekey;

    @Option(
            names = {"--wait", "--patience"},
            paramLabel = "SECONDS",
            converter = Ranges.Seconds.class,
            defaultValue = "60",
            description = "How long the worker may take to have taken what was sent. Default: ${DEFAULT-VALUE}.")
    private Duration wait = Duration.ZERO;

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private Topic topic = new Topic();

    /**
     * What {@code --json} prints.
     *
     * @param seconds until the last letter had gone
     */
    record Done(Job job, Map<String, Long> skipped, double seconds) {}

    /** What {@code --json} prints of a dry run. */
    record WouldDo(String plan, int letters, long send, long park, Map<String, Long> skip, long miskeyed) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReplayOptions options = options();
        Plan plan = PlanFile.read(file);
        DeadLetterTopic name = plan.topic();
        DeadLetterDesk desk = topic.desk(name);
        if (consent.isDryRun()) {
            print(plan, desk.preview(plan, options));
            return ExitCodes.OK;
        }
        Mandate mandate = consent.mandate();
        consent.require("About to replay " + plan.letters().size() + " letters of " + name.name() + ".", name.name());
        try (Interruption interruption = new Interruption();
                Bar bar = new Bar()) {
            ShownProgress progress = new ShownProgress("replay", bar);
            Replayer.Outcome outcome = desk.replay(plan, options, mandate, progress, interruption::isAsked);
            bar.close();
            print(outcome, progress.seconds());
            return exitCode(outcome.job());
        }
    }

    private ReplayOptions options() {
        return new ReplayOptions(
                rate == null ? Pace.UNLIMITED : rate, canary, maxReplays, stopAfterRedeaths, rekey, wait);
    }

    /** Letters a second. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return Pace.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private void print(Plan plan, Replayer.Preview preview) {
        if (topic.json()) {
            Printer.json(new WouldDo(
                    plan.id(),
                    plan.letters().size(),
                    preview.send(),
                    preview.park(),
                    preview.skip(),
                    preview.miskeyed()));
        } else {
            Printer.line("plan " + plan.id() + " of " + plan.letters().size() + " letters of "
                    + plan.topic().name());
            Previews.print(preview);
        }
    }

    private void print(Replayer.Outcome outcome, double seconds) {
        Job job = outcome.job();
        if (topic.json()) {
            Printer.json(new Done(job, outcome.skipped(), seconds));
            return;
        }
        Printer.line("job " + job.id() + " " + job.status() + (job.note() == null ? "" : ": " + job.note()));
        Printer.line("  replayed   " + job.replayed() + " of " + job.total() + ", in " + seconds + " s");
        if (job.diedAgain() > 0) {
            Printer.line("  died again " + job.diedAgain());
        }
        if (job.parked() > 0) {
            Printer.line("  parked     " + job.parked() + ", replayed as often as they may be");
        }
        outcome.skipped().forEach((why, count) -> Printer.line("  left       " + count + ", " + why));
    }

    private static int exitCode(Job job) {
        return switch (job.status()) {
            case DONE -> {
                if (job.replayed() == 0 && job.parked() == 0) {
                    yield ExitCodes.NOTHING_MATCHED;
                }
                boolean all = job.replayed() == job.total() && job.diedAgain() == 0 && job.note() == null;
                yield all ? ExitCodes.OK : ExitCodes.PARTLY;
            }
            case INTERRUPTED -> ExitCodes.INTERRUPTED;
            case RUNNING, STOPPED, CANCELLED -> ExitCodes.PARTLY;
        };
    }
}
