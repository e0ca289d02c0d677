package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events against a log of a few partitions, with rebalances, failing answers and failing commits. A seed repeats
 * exactly.
 */
class ExecutorCoreRandomTest {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 60;
    private static final int MAX_IN_FLIGHT = 5;
    private static final int SEEDS_EACH = 250;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 2_000, 3_000})
    void keepsItsInvariants(long first) {
        for (long seed = first; seed < first + SEEDS_EACH; seed++) {
            new World(seed).play();
        }
    }

    private static final class World {
        private final long seed;
        private final Random random;
        private final ExecutorCore<String, String> core = new ExecutorCore<>(new ExecutorSettings(
                MAX_IN_FLIGHT,
                8,
                20,
                Duration.ZERO,
                Duration.ofSeconds(1),
                0,
                Duration.ofMillis(50),
                ExecutorSettings.Breaker.DEFAULT,
                1));
        private final Map<Integer, Long> committed = new HashMap<>();
        private final Map<Integer, Set<Long>> acknowledged = new HashMap<>();
        private final Map<Integer, Long> positions = new HashMap<>();
        private final Set<Integer> paused = new HashSet<>();
        private final List<Delivery> running = new ArrayList<>();
        private final List<Delivery> sending = new ArrayList<>();
        private Instant now = Instant.EPOCH;

        World(long seed) {
            this.seed = seed;
            random = new Random(seed);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                committed.put(partition, 0L);
            }
        }

        void play() {
            core.queues(2, 3);
            for (int i = 0; i < 600; i++) {
                step(true);
            }
            perform(core.flow(Flow.FREE));
            for (int i = 0; i < 5_000 && !isFinished(); i++) {
                step(false);
            }
            assertThat(isFinished())
                    .as("everything is answered and committed, seed %s", seed)
                    .isTrue();
        }

        private boolean isFinished() {
            return committed.values().stream().allMatch(offset -> offset == lastOf());
        }

        /** Every third offset is a transaction's marker. */
        private static boolean isRecord(long offset) {
            return offset % 3 != 2;
        }

        private static long lastOf() {
            return RECORDS;
        }

        private void step(boolean faults) {
            now = now.plusMillis(random.nextInt(40));
            switch (random.nextInt(faults ? 13 : 8)) {
                case 0, 1, 2 -> poll();
                case 3, 4 -> finishOne();
                case 5, 6 -> acknowledgeOne();
                case 7 -> assignWhatIsMissing();
                case 8 -> failOneAnswer();
                case 9 -> revokeOne();
                case 10 -> loseOne();
                case 11 -> perform(core.flow(Flow.values()[random.nextInt(Flow.values().length)]));
                default -> core.commitFailed(positions.keySet());
            }
            perform(core.tick(now));
            assertThat(core.inFlight()).as("seed %s", seed).isLessThanOrEqualTo(MAX_IN_FLIGHT);
            assertThat(running).hasSize(core.inFlight());
        }

        private void poll() {
            for (int partition : List.copyOf(positions.keySet())) {
                int batch = random.nextInt(4);
                for (int i = 0; i < batch && !paused.contains(partition); i++) {
                    long offset = positions.getOrDefault(partition, 0L);
                    if (offset == lastOf()) {
                        break;
                    }
                    positions.put(partition, offset + 1);
                    if (isRecord(offset)) {
                        Instant readBy = random.nextBoolean() ? now.plusMillis(random.nextInt(400)) : null;
                        perform(core.polled(partition, offset, "command", readBy));
                    }
                }
                core.readUpTo(partition, positions.getOrDefault(partition, 0L));
            }
        }

        private Set<Long> acknowledgedOf(int partition) {
            return acknowledged.computeIfAbsent(partition, p -> new HashSet<>());
        }

        private void finishOne() {
            if (!running.isEmpty()) {
                Delivery delivery = running.remove(random.nextInt(running.size()));
                perform(core.finished(delivery, "answer"));
            }
        }

        private void acknowledgeOne() {
            if (!sending.isEmpty()) {
                Delivery delivery = sending.remove(random.nextInt(sending.size()));
                acknowledgedOf(delivery.partition()).add(delivery.offset());
                perform(core.answerAcknowledged(delivery));
            }
        }

        private void failOneAnswer() {
            if (!sending.isEmpty()) {
                core.answerFailed(sending.remove(random.nextInt(sending.size())), now);
            }
        }

        private void assignWhatIsMissing() {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                if (!positions.containsKey(partition)) {
                    positions.put(partition, committed.getOrDefault(partition, 0L));
                    core.partitionsAssigned(List.of(partition));
                }
            }
        }

        private void revokeOne() {
            int partition = random.nextInt(PARTITIONS);
            if (positions.containsKey(partition)) {
                perform(core.partitionsRevoked(List.of(partition)));
                forget(List.of(partition));
            }
        }

        private void loseOne() {
            int partition = random.nextInt(PARTITIONS);
            if (positions.containsKey(partition)) {
                core.partitionsLost(List.of(partition));
                forget(List.of(partition));
            }
        }

        private void forget(Collection<Integer> partitions) {
            positions.keySet().removeAll(partitions);
            paused.removeAll(partitions);
        }

        private void perform(List<? extends Action<String, String>> actions) {
            for (Action<String, String> action : actions) {
                switch (action) {
                    case Action.StartCall(Delivery delivery, var _) -> begin(delivery);
                    case Action.GiveBack(Delivery delivery, var _) -> begin(delivery);
                    case Action.SendAnswer(Delivery delivery, var _) -> {
                        assertThat(sending).as("seed %s", seed).doesNotContain(delivery);
                        sending.add(delivery);
                    }
                    case Action.Commit(Map<Integer, Long> offsets) -> offsets.forEach(this::commit);
                    case Action.Pause(Set<Integer> partitions) -> paused.addAll(partitions);
                    case Action.Resume(Set<Integer> partitions) -> paused.removeAll(partitions);
                }
            }
        }

        private void begin(Delivery delivery) {
            assertThat(positions).as("seed %s", seed).containsKey(delivery.partition());
            assertThat(running).as("seed %s", seed).doesNotContain(delivery);
            running.add(delivery);
        }

        private void commit(int partition, long offset) {
            assertThat(positions).as("only of what is ours, seed %s", seed).containsKey(partition);
            assertThat(offset)
                    .as("never back, seed %s", seed)
                    .isGreaterThanOrEqualTo(committed.getOrDefault(partition, 0L));
            for (long before = committed.getOrDefault(partition, 0L); before < offset; before++) {
                if (isRecord(before)) {
                    assertThat(acknowledgedOf(partition)).as("seed %s", seed).contains(before);
                }
            }
            committed.put(partition, offset);
        }
    }
}
