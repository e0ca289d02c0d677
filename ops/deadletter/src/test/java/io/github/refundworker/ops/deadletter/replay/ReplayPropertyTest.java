package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.book.MemoryBook;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of a replay, it moves no money that was moved before. Each life is a seed: requests, some of which
 * die; a replay that is killed anywhere and goes on, while live requests arrive on the same charges; then everything
 * again, at a world that has answered it already.
 */
class ReplayPropertyTest {
    private static final int LIVES = 300;
    private static final int CHARGES = 4;

    @Test
    void shouldMoveNoMoneyTwiceWhateverBecomesOfAReplay() throws Exception {
        int[] seen = new int[Happening.values().length];
        for (int seed = 1; seed <= LIVES; seed++) {
            try {
                new Life(seed, seen).live();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        for (Happening happening : Happening.values()) {
            assertThat(seen[happening.ordinal()]).as(happening.name()).isPositive();
        }
    }

    /** What must have occurred, or nothing was shown. */
    private enum Happening {
        KILLED_BEFORE_SENDING,
        KILLED_AFTER_SENDING,
        KILLED_AFTER_RECORDING,
        REKEYED_AND_PAID,
        DIED_AGAIN,
        ANSWERED_BEFORE_THE_REPLAY,
        LIVE_REQUEST_DURING_THE_REPLAY,
        PARKED
    }

    private static final class KilledException extends RuntimeException {}

    private static final class Life {
        private final Random random;
        private final int[] seen;
        private final RefundWorld world = new RefundWorld();
        private final MemoryBook book = new MemoryBook();
        private int requests;
        private boolean mayKill = true;
        private boolean isLive = true;

        Life(int seed, int[] seen) {
            this.random = new Random(seed);
            this.seen = seen;
        }

        private void happened(Happening happening) {
            seen[happening.ordinal()]++;
        }

        void live() throws InterruptedException {
            for (int i = 0; i < 30; i++) {
                upstreamWrites();
            }
            world.work();
            int before = world.paid.size();
            if (upstreamCorrects()) {
                happened(Happening.ANSWERED_BEFORE_THE_REPLAY);
            }
            world.work();

            // The letters are asked for again and again until the replay comes to an end.
            Plan plan = plan(EnumSet.of(LetterState.OPEN));
            replay("job-1", plan, options(2));
            world.work();
            requireNoDoubles();
            if (world.paid.size() > before) {
                happened(Happening.REKEYED_AND_PAID);
            }

            // All of them again, by whoever believes that nothing was done.
            Set<String> paid = new HashSet<>(paid());
            Set<String> told = new HashSet<>(world.told);
            mayKill = true;
            isLive = false;
            replay("job-2", planOf(plan.letters()), options(1_000));
            world.work();
            assertThat(paid()).as("what the second replay left of the ledger").hasSameElementsAs(paid);
            assertThat(world.told).as("what was told after the second replay").hasSameElementsAs(told);
            requireNoDoubles();

            // What died again, until it has been replayed too often.
            replay("job-3", plan(EnumSet.of(LetterState.OPEN)), options(2));
            replay("job-4", plan(EnumSet.of(LetterState.OPEN)), options(2));
            if (world.letters.stream().anyMatch(letter -> book.book().state(letter.id()) == LetterState.PARKED)) {
                happened(Happening.PARKED);
            }
            requireNoDoubles();
        }

        private List<String> paid() {
            return world.paid.stream().map(Object::toString).toList();
        }

        private void requireNoDoubles() {
            assertThat(world.paid).as("payments").doesNotHaveDuplicates();
            assertThat(world.told).as("revisions and rejections").doesNotHaveDuplicates();
        }

        // Upstream

        private String charge() {
            return "ch_" + random.nextInt(CHARGES);
        }

        private static String request(String charge, int id) {
            return """
                    {"requestId":"r%d","chargeId":"%s","amount":"1.00","currencyCode":"USD",\
                    "charge":{"amount":"100.00","currencyCode":"USD"}}""".formatted(id, charge);
        }

        private void upstreamWrites() {
            String charge = charge();
            String request = request(charge, requests++);
            switch (random.nextInt(6)) {
                case 0 -> world.write(charge, "{" + request);
                case 1 -> world.write("ch_" + CHARGES, request);
                case 2 -> world.write(null, request);
                case 3 -> {
                    world.write(charge, request);
                    world.write(charge, request);
                }
                default -> world.write(charge, request);
            }
        }

        /** Some of those that died are sent again by upstream itself, as they should have been. */
        private boolean upstreamCorrects() {
            List<String[]> corrected = new ArrayList<>();
            for (DeadLetter letter : world.letters) {
                String value = new String(letter.value(), UTF_8);
                if ("MISKEYED".equals(letter.failure().reason()) && random.nextInt(3) == 0) {
                    corrected.add(new String[] {value.replaceAll(".*\"chargeId\":\"(ch_[0-9])\".*", "$1"), value});
                }
            }
            corrected.forEach(one -> world.write(one[0], one[1]));
            return !corrected.isEmpty();
        }

        // The replay

        private ReplayOptions options(int maxReplays) {
            return new ReplayOptions(Pace.UNLIMITED, 0, maxReplays, 1_000, true, Duration.ZERO);
        }

        private Plan plan(Set<LetterState> states) {
            return plan(
                    states,
                    world.letters.stream()
                            .map(DeadLetter::id)
                            .filter(id -> states.contains(book.book().state(id)))
                            .toList());
        }

        private static Plan plan(Set<LetterState> states, List<LetterId> letters) {
            return PlanFile.plan(RefundWorld.TOPIC, "cluster", "topic", "now", "all", states, Map.of(), letters);
        }

        private static Plan planOf(List<LetterId> letters) {
            return plan(EnumSet.allOf(LetterState.class), letters);
        }

        private void replay(String id, Plan plan, ReplayOptions options) throws InterruptedException {
            Job job = Job.begun(
                    id,
                    Job.Kind.REPLAY,
                    plan.id(),
                    "alice",
                    "drill",
                    plan.letters().size(),
                    Clock.systemUTC().instant());
            while (true) {
                try {
                    Job ended = run(job, plan, options);
                    assertThat(ended.status()).isEqualTo(Job.Status.DONE);
                    assertThat(ended.dealtWith()).isEqualTo(ended.total());
                    if (ended.diedAgain() > 0) {
                        happened(Happening.DIED_AGAIN);
                    }
                    return;
                } catch (KilledException e) {
                    Job recorded = book.book().unfinished(plan.id());
                    job = recorded == null ? job : recorded;
                }
            }
        }

        private Job run(Job job, Plan plan, ReplayOptions options) throws InterruptedException {
            JobBook killable = new JobBook() {
                @Override
                public Book book() {
                    return book.book();
                }

                @Override
                public void record(Map<LetterId, Mark> marks, Job now) {
                    book.record(marks, now);
                    if (!marks.isEmpty()) {
                        kill(Happening.KILLED_AFTER_RECORDING);
                    }
                }
            };
            // Few at a time, so that there is a middle in which to be killed.
            PlannedLetters letters = world.planned(plan.letters()
                    .subList(Math.toIntExact(job.dealtWith()), plan.letters().size()));
            return new ReplayJob(
                            job,
                            most -> letters.next(1 + random.nextInt(5)),
                            this::send,
                            killable,
                            world.aftermath(job.id()),
                            new Triage(RefundWorld.TOPIC, job.id(), "alice", plan.states(), options),
                            Pace.of(options.perSecond()),
                            Clock.systemUTC(),
                            new Silence(),
                            () -> false)
                    .run();
        }

        private Map<TopicPartition, Long> send(List<ProducerRecord<byte[], byte[]>> records) {
            kill(Happening.KILLED_BEFORE_SENDING);
            for (ProducerRecord<byte[], byte[]> record : records) {
                world.receive(record);
                if (isLive && random.nextInt(4) == 0) {
                    upstreamWrites();
                    happened(Happening.LIVE_REQUEST_DURING_THE_REPLAY);
                }
            }
            if (random.nextBoolean()) {
                world.work();
            }
            kill(Happening.KILLED_AFTER_SENDING);
            return Map.of();
        }

        private void kill(Happening when) {
            if (mayKill && random.nextInt(8) == 0) {
                mayKill = random.nextInt(4) > 0;
                happened(when);
                throw new KilledException();
            }
        }
    }

    private static final class Silence implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String what) {}
    }
}
