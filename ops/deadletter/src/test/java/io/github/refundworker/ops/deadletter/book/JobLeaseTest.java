package io.github.refundworker.ops.deadletter.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.process.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One job works on a dead-letter topic at a time, whoever dies, sleeps or hurries. */
@ExtendWith(TestBroker.class)
class JobLeaseTest {
    private static final LetterId LETTER = new LetterId(0, 7);
    private static final Mark REPLAYED = new Mark(LetterState.REPLAYED, "job", "now");

    private final DeadLetterFixture fixture = new DeadLetterFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private JobLease take(String job) {
        return JobLease.take(fixture.access, fixture.topic, job, "alice", lease -> {});
    }

    private static Job job(String id) {
        return Job.begun(id, Job.Kind.REPLAY, "plan", "alice", "drill", 1, Instant.EPOCH);
    }

    /** A transaction is committed a moment before all that read only what is committed see it. */
    private void awaitBook(ThrowingConsumer<Book> expectation) {
        await().untilAsserted(() -> expectation.accept(book()));
    }

    private Book book() {
        try (BookFeed feed = BookFeed.of(fixture.access, fixture.topic)) {
            return feed.catchUp();
        }
    }

    @Test
    void shouldBeAnEmptyBookWhereNothingWasDone() {
        assertThat(book().jobs()).isEmpty();
        assertThat(book().state(LETTER)).isEqualTo(LetterState.OPEN);
    }

    @Test
    void shouldRememberWhatWasDone() {
        try (JobLease lease = take("job-1")) {
            lease.record(Map.of(LETTER, REPLAYED), job("job-1"));
            await().untilAsserted(() -> assertThat(lease.book().state(LETTER)).isEqualTo(LetterState.REPLAYED));
            awaitBook(book -> assertThat(book.lease())
                    .isNotNull()
                    .satisfies(held -> assertThat(held.job()).isEqualTo("job-1")));
        }

        awaitBook(book -> assertThat(book.lease()).isNull());
        assertThat(book().mark(LETTER)).isEqualTo(REPLAYED);
        assertThat(book().unfinished("plan")).isEqualTo(job("job-1"));
    }

    @Test
    void shouldRefuseASecondJobAndTellWhoHasTheTopic() {
        try (JobLease lease = take("job-1")) {
            assertThatThrownBy(() -> take("job-2"))
                    .isInstanceOf(HeldException.class)
                    .hasMessageContaining("another job works on " + fixture.topic.name() + ": job job-1 of alice on ")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());

            // Looking whether it lives has not ended it.
            lease.record(Map.of(LETTER, REPLAYED), job("job-1"));
        }
        take("job-2").close();
    }

    /** Its holder was killed in the middle of a transaction: nothing more is heard of it. */
    @Test
    void shouldFollowAHolderThatWasKilled() {
        BookTopic.prepare(fixture.access, fixture.topic);
        List<String> seen = new ArrayList<>();
        try (var killed = fixture.access.writer(
                Duration.ofSeconds(10),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "refundctl-" + fixture.topic.name()))) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(written(Book.LEASE, new Lease("holder", "job-1", "bob", "host", 1, "then", 3)));
            killed.commitTransaction();
            killed.beginTransaction();
            killed.send(written(Book.key(LETTER), new Mark(LetterState.PARKED, "job-1", "then")));
            killed.flush();

            try (JobLease lease = JobLease.take(
                    fixture.access,
                    fixture.topic,
                    "job-2",
                    "alice",
                    found -> seen.add(found.job()),
                    Duration.ofSeconds(2))) {
                assertThat(lease.book().state(LETTER)).isEqualTo(LetterState.OPEN);
                lease.record(Map.of(LETTER, REPLAYED), job("job-2"));
            }
            assertThatThrownBy(killed::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertThat(seen).containsExactly("job-1");
        awaitBook(book -> assertThat(book.mark(LETTER)).isEqualTo(REPLAYED));
    }

    /** A newer writer has the broker abort our transaction, and we commit before that writer is ready. */
    @Test
    void shouldBeFencedByAWriterThatIsNotReadyYet() throws Exception {
        BookTopic.prepare(fixture.access, fixture.topic);
        try (BookWriter older = BookWriter.make(fixture.access, fixture.topic);
                Admin admin = Admin.create(fixture.access.client());
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            List<Future<BookWriter>> newer = new ArrayList<>();
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("first", "sent");
            values.put("second", new Object() {
                @JsonValue
                String aborted() {
                    awaitState(admin, TransactionState.ONGOING);
                    newer.add(threads.submit(() -> BookWriter.make(fixture.access, fixture.topic)));
                    awaitState(admin, TransactionState.COMPLETE_ABORT);
                    return "too late";
                }
            });

            assertThatThrownBy(() -> older.write(values)).isInstanceOf(BookWriter.FencedException.class);

            newer.getFirst().get().close();
        }
    }

    private void awaitState(Admin admin, TransactionState state) {
        String id = "refundctl-" + fixture.topic.name();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> admin.describeTransactions(List.of(id))
                                .description(id)
                                .get()
                                .state()
                        == state);
    }

    private ProducerRecord<byte[], byte[]> written(String key, Object value) {
        return new ProducerRecord<>(
                fixture.topic.book(), 0, key.getBytes(UTF_8), JsonHttp.MAPPER.writeValueAsBytes(value));
    }

    /** As a process that was stopped for longer than anybody waits. */
    @Test
    void shouldShutOutAHolderThatSlept() throws Exception {
        try (JobLease sleeper = take("job-1")) {
            BookWriter other = BookWriter.make(fixture.access, fixture.topic);
            other.write(Map.of(Book.LEASE, new Lease("other", "job-2", "bob", "host", 1, "then", 0)));
            awaitBook(book -> assertThat(book.lease())
                    .isNotNull()
                    .satisfies(held -> assertThat(held.holder()).isEqualTo("other")));

            assertThatThrownBy(() -> sleeper.record(Map.of(LETTER, REPLAYED), job("job-1")))
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("job job-2 of bob");
            assertThatThrownBy(() -> sleeper.record(Map.of(), job("job-1"))).isInstanceOf(LeaseLostException.class);

            other.write(Map.of(Book.key(LETTER), REPLAYED));
            other.close();
        }
        awaitBook(book -> assertThat(book.mark(LETTER)).isEqualTo(REPLAYED));
        assertThat(book().lease()).as("not given back by the sleeper").isNotNull();
    }

    /** Two begin at the same moment, again and again: each time one works, and what it does is not disturbed. */
    @Test
    void shouldLetOneOfManyHave() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            CountDownLatch start = new CountDownLatch(1);
            CountDownLatch refused = new CountDownLatch(3);
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "job-" + i;
                tries.add(threads.submit(() -> {
                    start.await();
                    try (JobLease lease = take(name)) {
                        lease.record(Map.of(), job(name));
                        refused.await(30, TimeUnit.SECONDS);
                        lease.record(Map.of(LETTER, REPLAYED), job(name));
                        return true;
                    } catch (HeldException e) {
                        return false;
                    } finally {
                        refused.countDown();
                    }
                }));
            }
            start.countDown();

            int had = 0;
            for (Future<Boolean> one : tries) {
                had += one.get() ? 1 : 0;
            }
            assertThat(had).isEqualTo(1);
            awaitBook(book -> assertThat(book.jobs()).hasSize(1));
        }
    }
}
