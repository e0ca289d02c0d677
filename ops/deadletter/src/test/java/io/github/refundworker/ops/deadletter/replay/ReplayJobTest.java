package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.deadletter.book.Book;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.book.Job.Status;
import io.github.refundworker.ops.deadletter.book.Mark;
import io.github.refundworker.ops.deadletter.book.MemoryBook;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.replay.PlannedLetters.Planned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** When a replay stops. */
class ReplayJobTest {
    private static final ReplayOptions USUAL = new ReplayOptions(0, 5, 2, 3, false, Duration.ofSeconds(60));

    private final MemoryBook book = new MemoryBook();
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Deque<Planned> letters = new ArrayDeque<>();

    /** What the worker does with what is sent. */
    private int dies;

    private boolean takes = true;
    private boolean stop;
    private Runnable whenSent = () -> {};

    private void letters(int count, int replays) {
        for (int i = 0; i < count; i++) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("x-replay-count", Integer.toString(replays).getBytes(UTF_8));
            LetterId id = new LetterId(0, letters.size());
            letters.add(new Planned(
                    id,
                    DeadLetter.of(new ConsumerRecord<>(
                            "refund-requests-dlt",
                            0,
                            id.offset(),
                            0,
                            TimestampType.CREATE_TIME,
                            0,
                            0,
                            null,
                            "{}".getBytes(UTF_8),
                            headers,
                            Optional.empty()))));
        }
    }

    private Job replay(ReplayOptions options) throws InterruptedException {
        return replay(
                Job.begun("job", Job.Kind.REPLAY, "plan", "alice", "drill", letters.size(), Instant.EPOCH), options);
    }

    private Job replay(Job job, ReplayOptions options) throws InterruptedException {
        Triage triage = new Triage(RefundWorld.TOPIC, job.id(), "alice", EnumSet.of(LetterState.OPEN), options);
        Job ended = new ReplayJob(
                        job,
                        most -> {
                            List<Planned> some = new ArrayList<>();
                            while (some.size() < most && !letters.isEmpty()) {
                                some.add(letters.removeFirst());
                            }
                            return some;
                        },
                        this::send,
                        new Recorded(),
                        new Seen(),
                        triage,
                        Pace.of(Pace.UNLIMITED),
                        Clock.systemUTC(),
                        new Heard(),
                        () -> stop)
                .run();
        assertThat(book.book().job(job.id())).as("what is recorded").isEqualTo(ended);
        return ended;
    }

    private Map<TopicPartition, Long> send(List<ProducerRecord<byte[], byte[]>> records) {
        sent.addAll(records);
        whenSent.run();
        return Map.of();
    }

    private final class Recorded implements JobBook {
        @Override
        public Book book() {
            return book.book();
        }

        @Override
        public void record(Map<LetterId, Mark> marks, Job job) {
            book.record(marks, job);
        }
    }

    private final class Seen implements Aftermath {
        @Override
        public long redeaths() {
            return Math.min(dies, sent.size());
        }

        @Override
        public boolean settle(Map<TopicPartition, Long> records, Duration patience, BooleanSupplier told) {
            return takes;
        }
    }

    private final class Heard implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String what) {
            said.add(what);
        }
    }

    @Test
    void shouldSendAFewFirstAndThenTheRest() throws Exception {
        letters(1_200, 0);
        List<Integer> batches = new ArrayList<>();
        whenSent = () -> batches.add(sent.size());

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.DONE);
        assertThat(ended.replayed()).isEqualTo(1_200);
        assertThat(batches).startsWith(5, 500, 1_000, 1_200);
        assertThat(said)
                .containsExactly(
                        "waiting until the worker has taken the first 5",
                        "waiting until the worker has taken the rest");
    }

    @Test
    void shouldStopIfAnyOfTheFirstDies() throws Exception {
        letters(30, 0);
        dies = 1;

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.STOPPED);
        assertThat(ended.note()).isEqualTo("1 of the first died again");
        assertThat(ended.diedAgain()).isEqualTo(1);
        assertThat(sent).hasSize(5);
    }

    @Test
    void shouldStopIfTheWorkerDoesNotTakeTheFirst() throws Exception {
        letters(30, 0);
        takes = false;

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.STOPPED);
        assertThat(ended.note()).isEqualTo("the worker did not take the first 5 within 60 s");
    }

    @Test
    void shouldStopWhenTooManyDieLater() throws Exception {
        letters(2_000, 0);
        whenSent = () -> dies = sent.size() > 600 ? 3 : 0;

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.STOPPED);
        assertThat(ended.note()).isEqualTo("3 letters died again");
        assertThat(ended.replayed()).isEqualTo(1_000);
        assertThat(ended.diedAgain()).isEqualTo(3);
    }

    @Test
    void shouldTellWhatDiedOfTheLast() throws Exception {
        letters(30, 0);
        whenSent = () -> dies = sent.size() == 30 ? 2 : 0;

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.DONE);
        assertThat(ended.diedAgain()).isEqualTo(2);
    }

    @Test
    void shouldFinishWhatIsInItsHandsWhenToldToStop() throws Exception {
        letters(2_000, 0);
        whenSent = () -> stop = sent.size() > 5;

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(ended.replayed()).isEqualTo(sent.size()).isEqualTo(500);
        assertThat(book.book().unfinished("plan")).isEqualTo(ended);
    }

    @Test
    void shouldSendCanariesOfItsOwnWhenItGoesOnBeforeTheFirstWereJudged() throws Exception {
        letters(20, 0);
        Job killed = Job.begun("job", Job.Kind.REPLAY, "plan", "alice", "drill", 25, Instant.EPOCH)
                .advanced(5, 0, 0, 0, Instant.EPOCH);
        List<Integer> batches = new ArrayList<>();
        whenSent = () -> batches.add(sent.size());

        assertThat(replay(killed, USUAL).replayed()).isEqualTo(25);
        assertThat(batches).startsWith(5, 20);
    }

    @Test
    void shouldEndWhenItIsCancelled() throws Exception {
        letters(2_000, 0);
        whenSent = () -> book.cancel("job");

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.CANCELLED);
        assertThat(ended.replayed()).isEqualTo(5);
        assertThat(book.book().unfinished("plan")).isNull();
    }

    /** Batches of nothing but these have to be recorded too, or the job would never get past them. */
    @Test
    void shouldParkWhatWasReplayedTooOftenAndRecordIt() throws Exception {
        letters(1_000, 2);
        letters(3, 1);

        Job ended = replay(USUAL);

        assertThat(ended.status()).isEqualTo(Status.DONE);
        assertThat(ended.parked()).isEqualTo(1_000);
        assertThat(sent).hasSize(3);
        assertThat(book.book().state(new LetterId(0, 999))).isEqualTo(LetterState.PARKED);
        assertThat(book.book().state(new LetterId(0, 1_002))).isEqualTo(LetterState.REPLAYED);
    }
}
