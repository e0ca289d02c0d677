package io.github.refundworker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutorCoreTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

    private static final ExecutorSettings.Breaker TWO_AT_A_TRIAL =
            new ExecutorSettings.Breaker(50, 10, Duration.ofSeconds(10), Duration.ofSeconds(10), 2);

    private final ExecutorCore<String, String> core = core(2, 4, 100);

    @Test
    void aPolledCommandIsCalledAtOnceUpToTheLimit() {
        core.partitionsAssigned(List.of(0));
        assertThat(core.polled(0, 10, "a", null)).containsExactly(start(1, 0, 10, "a"));
        assertThat(core.polled(0, 11, "b", null)).containsExactly(start(1, 0, 11, "b"));
        assertThat(core.polled(0, 12, "c", null)).isEmpty();
        assertThat(core.inFlight()).isEqualTo(2);
        assertThat(core.backlogSize()).isOne();
    }

    @Test
    void aFinishedCallIsAnsweredAndReplacedAtOnce() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.polled(0, 11, "b", null);
        core.polled(0, 12, "c", null);
        assertThat(core.finished(delivery(1, 0, 11), "done"))
                .containsExactly(new Action.SendAnswer<>(delivery(1, 0, 11), "done"), start(1, 0, 12, "c"));
    }

    @Test
    void anOffsetIsCommittedOnlyOnceItsAnswerIsAcknowledged() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 10L));
        core.finished(delivery(1, 0, 10), "done");
        assertThat(core.tick(NOW.plusSeconds(1))).isEmpty();
        core.answerAcknowledged(delivery(1, 0, 10));
        assertThat(committed(core.tick(NOW.plusSeconds(2)))).isEqualTo(Map.of(0, 11L));
        assertThat(core.tick(NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void aSlowCallHoldsBackTheCommitOfWhatIsBehindIt() {
        core.partitionsAssigned(List.of(0, 1));
        core.polled(0, 10, "slow", null);
        core.polled(0, 11, "b", null);
        answer(1, 0, 11);
        core.polled(1, 5, "c", null);
        answer(2, 1, 5);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 10L, 1, 6L));
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW.plusSeconds(1)))).isEqualTo(Map.of(0, 12L));
    }

    @Test
    void commitsAreNotMadeMoreOftenThanTheIntervalSays() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 11L));
        core.polled(0, 11, "b", null);
        answer(1, 0, 11);
        assertThat(core.tick(NOW.plus(COMMIT_INTERVAL).minusMillis(1))).isEmpty();
        assertThat(committed(core.tick(NOW.plus(COMMIT_INTERVAL)))).isEqualTo(Map.of(0, 12L));
    }

    @Test
    void aFailedCommitIsMadeAgain() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 11L));
        core.commitFailed(Set.of(0, 7));
        assertThat(committed(core.tick(NOW.plusSeconds(1)))).isEqualTo(Map.of(0, 11L));
    }

    @Test
    void whatIsNoRecordIsCommittedOverOnceAllBeforeItIsFinished() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.readUpTo(0, 15);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 10L));
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW.plusSeconds(1)))).isEqualTo(Map.of(0, 15L));
    }

    @Test
    void anAnswerThatFailedIsSentAgainLaterEachTime() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.finished(delivery(1, 0, 10), "done");
        Instant now = NOW;
        Duration before = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            core.answerFailed(delivery(1, 0, 10), now);
            Instant failed = now;
            while (sent(core.tick(now)).isEmpty()) {
                now = now.plusMillis(10);
            }
            Duration pause = Duration.between(failed, now);
            assertThat(pause).isGreaterThan(before).isLessThan(Duration.ofSeconds(10));
            before = pause;
        }
        assertThat(core.unacknowledgedAnswers()).isOne();
        core.answerAcknowledged(delivery(1, 0, 10));
        assertThat(committed(core.tick(now.plusSeconds(1)))).isEqualTo(Map.of(0, 11L));
    }

    @Test
    void answersThatTheBrokerDoesNotTakeHoldBackCalls() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 1, "a", null);
        core.finished(delivery(1, 0, 1), "done");
        core.polled(0, 2, "b", null);
        core.finished(delivery(1, 0, 2), "done");
        assertThat(core.polled(0, 3, "c", null)).isEmpty();
        assertThat(core.answerAcknowledged(delivery(1, 0, 1))).containsExactly(start(1, 0, 3, "c"));
    }

    @Test
    void aFullBacklogPausesAndHalfOfItResumes() {
        core.partitionsAssigned(List.of(0, 1));
        for (int i = 0; i < 6; i++) {
            core.polled(i % 2, i, "x", null);
        }
        assertThat(core.backlogSize()).isEqualTo(4);
        assertThat(core.tick(NOW)).contains(new Action.Pause<>(Set.of(0, 1)));
        answer(1, 0, 0);
        assertThat(core.tick(NOW)).isEmpty();
        answer(2, 1, 1);
        assertThat(core.tick(NOW)).containsExactly(new Action.Resume<>(Set.of(0, 1)));
    }

    @Test
    void aPartitionWhoseOldestCallIsSlowDoesNotRunAwayFromIt() {
        ExecutorCore<String, String> narrow = core(10, 100, 4);
        narrow.partitionsAssigned(List.of(0, 1));
        narrow.polled(0, 0, "slow", null);
        narrow.polled(1, 0, "other", null);
        for (int i = 1; i < 4; i++) {
            narrow.polled(0, i, "x", null);
            narrow.finished(delivery(1, 0, i), "done");
            narrow.answerAcknowledged(delivery(1, 0, i));
        }
        assertThat(narrow.tick(NOW)).contains(new Action.Pause<>(Set.of(0)));
        narrow.finished(delivery(1, 0, 0), "done");
        narrow.answerAcknowledged(delivery(1, 0, 0));
        assertThat(narrow.tick(NOW)).containsExactly(new Action.Resume<>(Set.of(0)));
    }

    @Test
    void aRevokedPartitionIsCommittedAndItsBacklogDropped() {
        core.partitionsAssigned(List.of(0, 1));
        core.polled(0, 10, "a", null);
        core.polled(0, 11, "b", null);
        core.polled(0, 12, "c", null);
        core.polled(1, 20, "d", null);
        answer(1, 0, 10);
        assertThat(committed(core.partitionsRevoked(List.of(0)))).isEqualTo(Map.of(0, 11L));
        assertThat(core.backlogSize()).isOne();
        assertThat(core.finished(delivery(1, 0, 11), "late"))
                .containsExactly(new Action.SendAnswer<>(delivery(1, 0, 11), "late"), start(2, 1, 20, "d"));
        core.answerAcknowledged(delivery(1, 0, 11));
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(1, 20L));
    }

    @Test
    void nothingIsCommittedOfALostPartition() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        answer(1, 0, 10);
        core.partitionsLost(List.of(0));
        assertThat(core.tick(NOW)).isEmpty();
        assertThat(core.polled(0, 11, "b", null)).isEmpty();
        core.readUpTo(0, 30);
        assertThat(core.tick(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void aPartitionThatComesBackIsAnotherOne() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.partitionsLost(List.of(0));
        core.partitionsAssigned(List.of(0));
        assertThat(core.polled(0, 10, "a", null)).containsExactly(start(2, 0, 10, "a"));
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW))).isEqualTo(Map.of(0, 10L));
        answer(2, 0, 10);
        assertThat(committed(core.tick(NOW.plusSeconds(1)))).isEqualTo(Map.of(0, 11L));
    }

    @Test
    void aPartitionStopsBeforeAnUnreadableCommand() {
        core.partitionsAssigned(List.of(0, 1));
        core.polled(0, 10, "a", null);
        core.unreadable(0, 11);
        assertThat(core.polled(0, 12, "b", null)).isEmpty();
        core.readUpTo(0, 20);
        assertThat(core.tick(NOW)).contains(new Action.Pause<>(Set.of(0)));
        answer(1, 0, 10);
        assertThat(committed(core.tick(NOW.plusSeconds(1)))).isEqualTo(Map.of(0, 11L));
        assertThat(core.polled(1, 5, "c", null)).hasSize(1);
        core.unreadable(7, 1);
    }

    @Test
    void drainingStartsNothingAndWaitsForAnswers() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.polled(0, 11, "b", null);
        core.polled(0, 12, "c", null);
        core.drain();
        assertThat(core.polled(0, 13, "d", null)).isEmpty();
        core.readUpTo(0, 20);
        assertThat(core.finished(delivery(1, 0, 10), "done")).hasSize(1);
        assertThat(core.finished(delivery(1, 0, 11), "done")).hasSize(1);
        assertThat(core.isDrained()).isFalse();
        core.answerAcknowledged(delivery(1, 0, 10));
        core.answerAcknowledged(delivery(1, 0, 11));
        assertThat(core.isDrained()).isTrue();
        assertThat(core.tick(NOW)).contains(new Action.Pause<>(Set.of(0)));
        assertThat(committed(core.partitionsRevoked(List.of(0)))).isEmpty();
    }

    @Test
    void aPartitionThatArrivesWhileDrainingIsLeftAlone() {
        core.drain();
        core.partitionsAssigned(List.of(0));
        assertThat(core.polled(0, 1, "a", null)).isEmpty();
        core.readUpTo(0, 2);
        assertThat(core.tick(NOW)).containsExactly(new Action.Pause<>(Set.of(0)));
        assertThat(core.isDrained()).isTrue();
    }

    @Test
    void anAbandonedCallIsNeverCommitted() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.drain();
        core.abandoned(delivery(1, 0, 10));
        assertThat(core.isDrained()).isTrue();
        assertThat(committed(core.partitionsRevoked(List.of(0)))).isEqualTo(Map.of(0, 10L));
    }

    @Test
    void anOpenCircuitPausesAndWhatIsAtHandIsBegunToBeAnswered() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        core.polled(0, 11, "b", null);
        core.polled(0, 12, "c", null);
        assertThat(core.flow(Flow.CUT)).isEmpty();
        assertThat(core.tick(NOW)).contains(new Action.Pause<>(Set.of(0)));
        assertThat(core.finished(delivery(1, 0, 10), "not sent")).contains(start(1, 0, 12, "c"));
        answer(1, 0, 11);
        answer(1, 0, 12);
        assertThat(core.tick(NOW.plusSeconds(1))).noneMatch(Action.Resume.class::isInstance);
        core.flow(Flow.FREE);
        assertThat(core.tick(NOW.plusSeconds(2))).contains(new Action.Resume<>(Set.of(0)));
    }

    @Test
    void nothingIsBegunByAClockThatIsNotTheBrokers() {
        core.partitionsAssigned(List.of(0));
        assertThat(core.flow(Flow.STOPPED)).isEmpty();
        assertThat(core.polled(0, 10, "a", null)).isEmpty();
        assertThat(core.tick(NOW)).contains(new Action.Pause<>(Set.of(0)));
        assertThat(core.flow(Flow.FREE)).containsExactly(start(1, 0, 10, "a"));
    }

    @Test
    void aHalfOpenCircuitIsTriedByAFewCommandsAtATime() {
        ExecutorCore<String, String> wide = core(10, 100, 100);
        wide.partitionsAssigned(List.of(0));
        wide.flow(Flow.TRICKLE);
        for (int i = 0; i < 5; i++) {
            wide.polled(0, i, "x", null);
        }
        assertThat(wide.inFlight()).isEqualTo(2);
        assertThat(wide.finished(delivery(1, 0, 0), "done")).contains(start(1, 0, 2, "x"));
        assertThat(wide.inFlight()).isEqualTo(2);
        assertThat(wide.flow(Flow.FREE)).containsExactly(start(1, 0, 3, "x"), start(1, 0, 4, "x"));
    }

    @Test
    void anEventThatCannotBeIsABug() {
        core.partitionsAssigned(List.of(0));
        core.polled(0, 10, "a", null);
        assertThatThrownBy(() -> core.finished(delivery(1, 0, 11), "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> core.answerAcknowledged(delivery(1, 0, 10))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> core.answerFailed(delivery(1, 0, 10), NOW)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> core.polled(0, 10, "again", null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatSendsGoesBeforeWhatReadsAndEveryFourthTurnIsARead() {
        ExecutorCore<String, String> one = core(1, 100, 100);
        one.partitionsAssigned(List.of(0));
        one.polled(0, 0, "running", NOW.plusSeconds(60));
        List.of("read 1", "read 2").forEach(read -> one.polled(0, ++polledSoFar, read, NOW.plusSeconds(60)));
        for (int i = 1; i <= 4; i++) {
            one.polled(0, ++polledSoFar, "send " + i, null);
        }
        assertThat(startedInTurn(one, 7))
                .containsExactly("running", "send 1", "send 2", "send 3", "read 1", "send 4", "read 2");
    }

    @Test
    void aReadThatIsTooLateIsGivenBackAlthoughOthersRun() {
        core.partitionsAssigned(List.of(0));
        core.queues(1, 10);
        core.polled(0, 0, "running", null);
        core.polled(0, 1, "read", NOW.plusSeconds(20));
        assertThat(core.tick(NOW.plusSeconds(20))).noneMatch(Action.GiveBack.class::isInstance);
        assertThat(core.tick(NOW.plusSeconds(21))).contains(new Action.GiveBack<>(delivery(1, 0, 1), "read"));
        answer(1, 0, 1);
        answer(1, 0, 0);
        assertThat(committed(core.tick(NOW.plusSeconds(30)))).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void moreReadsThanCanBeMadeInTimeAreGivenBackAtOnce() {
        core.partitionsAssigned(List.of(0));
        core.queues(1, 1);
        core.polled(0, 0, "running", null);
        assertThat(core.polled(0, 1, "first", NOW.plusSeconds(20))).isEmpty();
        assertThat(core.polled(0, 2, "second", NOW.plusSeconds(20)))
                .containsExactly(new Action.GiveBack<>(delivery(1, 0, 2), "second"));
        assertThat(core.polled(0, 3, "send", null)).isEmpty();
    }

    @Test
    void noMoreAreStartedThanMayAwaitAPermit() {
        core.partitionsAssigned(List.of(0));
        core.queues(1, 10);
        assertThat(core.polled(0, 0, "a", null)).hasSize(1);
        assertThat(core.polled(0, 1, "b", null)).isEmpty();
        assertThat(core.permitted(delivery(1, 0, 0))).containsExactly(start(1, 0, 1, "b"));
        assertThat(core.permitted(delivery(1, 0, 0))).isEmpty();
    }

    private long polledSoFar;

    private List<String> startedInTurn(ExecutorCore<String, String> one, int number) {
        List<String> started = new ArrayList<>(List.of("running"));
        Delivery running = delivery(1, 0, 0);
        while (started.size() < number) {
            one.finished(running, "done");
            for (Action<String, String> action : one.answerAcknowledged(running)) {
                if (action instanceof Action.StartCall(Delivery delivery, String command)) {
                    started.add(command);
                    running = delivery;
                }
            }
        }
        return started;
    }

    private void answer(int assignment, int partition, long offset) {
        core.finished(delivery(assignment, partition, offset), "done");
        core.answerAcknowledged(delivery(assignment, partition, offset));
    }

    private static ExecutorCore<String, String> core(int maxInFlight, int backlog, int window) {
        return new ExecutorCore<>(new ExecutorSettings(
                maxInFlight,
                backlog,
                window,
                Duration.ZERO,
                Duration.ofSeconds(1),
                0,
                COMMIT_INTERVAL,
                TWO_AT_A_TRIAL,
                1));
    }

    private static Delivery delivery(int assignment, int partition, long offset) {
        return new Delivery(assignment, partition, offset);
    }

    private static Action.OfDispatcher<String, String> start(
            int assignment, int partition, long offset, String command) {
        return new Action.StartCall<>(delivery(assignment, partition, offset), command);
    }

    private static Map<Integer, Long> committed(List<? extends Action<String, String>> actions) {
        return actions.stream()
                .filter(Action.Commit.class::isInstance)
                .map(action -> ((Action.Commit<String, String>) action).offsets())
                .findFirst()
                .orElse(Map.of());
    }

    private static List<? extends Action<String, String>> sent(List<? extends Action<String, String>> actions) {
        return actions.stream().filter(Action.SendAnswer.class::isInstance).toList();
    }
}
