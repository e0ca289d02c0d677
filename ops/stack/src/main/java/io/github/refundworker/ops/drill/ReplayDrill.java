package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.LedgerEntry;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Mandate;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.Plan;
import io.github.refundworker.ops.deadletter.replay.PlanFile;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.deadletter.replay.ReplayOptions;
import io.github.refundworker.ops.drill.ReplayWitness.Told;
import io.github.refundworker.ops.ledger.LedgerCheck;
import io.github.refundworker.ops.terminal.Printer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shows on a running stack that a replay is harmless.
 *
 * <ol>
 *   <li>It sends requests with a wrong key, so that they become dead letters.
 *   <li>It replays them with the right key, while others arrive on the same charges. The first process is killed,
 *       the second is told to end, the third ends by itself.
 *   <li>It replays all of them once more. Ledger and statuses must stay as they are.
 * </ol>
 */
public final class ReplayDrill {

    /** Hears what is being done. */
    public interface Steps {
        void at(String step);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String MARK = "drill";
    private static final String PLAN = "plan";

    private final JsonHttp http;
    private final StackAddress stack;
    private final Class<?> refundctl;
    private final int letters;
    private final int charges;
    private final int rate;
    private final Steps steps;

    private final String run = "replay-" + Long.toString(System.currentTimeMillis(), 36) + "-";
    private final DrillNames names = new DrillNames(run);
    private final KafkaAccess access;
    private final DeadLetterDesk desk;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();

    /** @param refundctl the class that runs {@code refundctl} */
    public ReplayDrill(JsonHttp http, StackAddress stack, Class<?> refundctl, ReplayPlan plan, Steps steps) {
        this.refundctl = refundctl;
        this.http = http;
        this.stack = stack;
        this.letters = plan.letters();
        this.charges = plan.charges();
        this.rate = plan.rate();
        this.steps = steps;
        this.access = KafkaAccess.of(stack.bootstrap());
        this.desk = new DeadLetterDesk(access, DeadLetterTopic.REQUESTS);
    }

    /**
     * Runs the whole drill.
     *
     * @throws IOException if a part of the stack does not answer, or not in time
     */
    public ReplayResult run() throws IOException, InterruptedException {
        ProviderClient provider = ProviderClient.of(http, stack);
        new DrillCharges(provider, (phase, made, of) -> {}).create(names, charges);
        RequestBytes bytes = new RequestBytes(names, provider.isInProcess());
        Path directory = Files.createTempDirectory("replay-drill");
        try (Undo _ = new Undo(() -> delete(directory));
                RequestSender sender = new RequestSender(Cluster.of(stack.bootstrap()), PATIENCE)) {
            int sent = letDie(sender, bytes);
            Path file = directory.resolve(PLAN);
            Plan plan = desk.plan(selection(Set.of(LetterState.OPEN)), letters);
            PlanFile.write(plan, file);
            long start = System.nanoTime();
            long killed;
            long interrupted;
            int live;
            // Two in three of a charge's refunds are those that died and those beside them.
            int most = charges * ChargePicker.MAX_REFUNDS;
            try (LiveRequests traffic = LiveRequests.begin(
                    sent, most, request -> send(sender, bytes.key(request % charges), bytes, request))) {
                killed = replayUntil(file, letters / 3, true);
                interrupted = replayUntil(file, 2 * letters / 3, false);
                steps.at("replaying the rest");
                finish(file);
                live = traffic.end();
            }
            double seconds = Math.round((System.nanoTime() - start) / 1e8) / 10.0;
            return compare(new ReplayWitness(access, provider, names, charges), killed, interrupted, live, seconds);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(PLAN));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            Printer.say("the directory " + directory + " is left: " + e.getMessage());
        }
    }

    private Selection selection(Set<LetterState> states) {
        return new Selection(null, null, null, null, null, null, Map.of(MARK, run), null, null, states);
    }

    /** Three in five are fine, or the worker would take them for a flood. */
    private int letDie(RequestSender sender, RequestBytes bytes) throws IOException, InterruptedException {
        steps.at("letting " + letters + " requests die");
        int request = 0;
        for (int letter = 0; letter < letters; letter++) {
            byte[] wrong = (run + "wrong-" + letter % 8).getBytes(StandardCharsets.US_ASCII);
            send(sender, wrong, bytes, request++);
            send(sender, bytes.key(request % charges), bytes, request++);
            if (letter % 2 == 0) {
                send(sender, bytes.key(request % charges), bytes, request++);
            }
        }
        await("the dead letters", () -> count(Set.of()) >= letters);
        return request;
    }

    private void send(RequestSender sender, byte[] key, RequestBytes bytes, int request) {
        sender.send(key, bytes.value(request, request % charges), Map.of(MARK, run));
        synchronized (asked) {
            asked.add(names.requestId(request));
        }
    }

    private long count(Set<LetterState> states) {
        long[] count = new long[1];
        desk.each(selection(states), found -> {
            count[0]++;
            return true;
        });
        return count[0];
    }

    private static void await(String what, BooleanSupplier done) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IOException(what + " did not come within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(LOOK);
        }
    }

    // The replay

    private long replayUntil(Path file, long replayed, boolean kill) throws IOException, InterruptedException {
        steps.at("replaying " + replayed + " of them, then " + (kill ? "kill -9" : "Ctrl-C"));
        Process process = refundctl(file);
        try (Undo _ = new Undo(process::destroyForcibly)) {
            LongSupplier done = () -> desk.jobs().jobs().stream()
                    .filter(job -> job.why().equals(run))
                    .mapToLong(Job::replayed)
                    .max()
                    .orElse(0);
            await("a replay of " + replayed, () -> done.getAsLong() >= replayed || !process.isAlive());
            if (kill) {
                process.destroyForcibly().waitFor();
            } else {
                process.destroy();
                int exit = process.waitFor();
                if (exit != 130) {
                    findings.add("a replay that was told to end ended with " + exit);
                }
            }
            return done.getAsLong();
        }
    }

    private void finish(Path file) throws IOException, InterruptedException {
        Process process = refundctl(file);
        int exit;
        try (Undo _ = new Undo(process::destroyForcibly)) {
            exit = process.waitFor();
        }
        if (exit != 0) {
            findings.add("the replay that went on to the end ended with " + exit);
        }
        long open = count(Set.of(LetterState.OPEN));
        if (open > 0) {
            findings.add(open + " letters are open after the replay");
        }
    }

    private Process refundctl(Path file) throws IOException {
        return new ReplayProcess(refundctl, stack.bootstrap(), file, rate, run).start();
    }

    // The proof

    private Told awaitAnswers(ReplayWitness witness) throws IOException, InterruptedException {
        Told[] told = new Told[1];
        List<LedgerEntry> none = witness.ledger();
        await("all answers", () -> {
            told[0] = witness.told();
            return witness.compare(told[0], none, asked).lost() == 0;
        });
        return told[0];
    }

    private ReplayResult compare(ReplayWitness witness, long killed, long interrupted, int live, double seconds)
            throws IOException, InterruptedException {
        steps.at("waiting for all answers");
        Told before = awaitAnswers(witness);
        List<LedgerEntry> ledgerBefore = witness.ledger();

        steps.at("replaying all of them once more");
        ReplayOptions again = new ReplayOptions(0, 5, 100, 1, true, PATIENCE);
        Job job = desk.replay(
                        desk.plan(selection(Set.of(LetterState.REPLAYED)), letters),
                        again,
                        new Mandate("drill", run + "again"),
                        new Silence(),
                        () -> false)
                .job();
        if (job.replayed() != letters || job.diedAgain() > 0) {
            findings.add("the second replay sent " + job.replayed() + " letters, and " + job.diedAgain() + " died");
        }
        Told after = awaitAnswers(witness);
        List<LedgerEntry> ledgerAfter = witness.ledger();
        if (!after.events().equals(before.events())) {
            findings.add("the second replay changed what is told of refunds");
        }
        if (ledgerAfter.size() != ledgerBefore.size() || !ledgerAfter.containsAll(ledgerBefore)) {
            findings.add("the second replay changed the ledger");
        }
        LedgerCheck.Result verdict = witness.compare(after, ledgerAfter, asked);
        List<String> all = new ArrayList<>(findings);
        all.addAll(verdict.findings());
        return new ReplayResult(
                letters,
                live,
                killed,
                interrupted,
                seconds,
                ledgerBefore.size(),
                ledgerAfter.size(),
                verdict.doubleRefunds(),
                verdict.lost(),
                verdict.mismatches(),
                all);
    }

    private static final class Silence implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String what) {}
    }
}
