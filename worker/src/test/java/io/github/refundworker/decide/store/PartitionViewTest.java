package io.github.refundworker.decide.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.domain.ChargeId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others read while a stream thread writes, commits and fails. */
@Timeout(30)
class PartitionViewTest {
    private static final ChargeId CHARGE = new ChargeId("ch_1");
    private static final ChargeId OTHER = new ChargeId("ch_2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<ChargeId, byte[]> store = new ConcurrentHashMap<>();
    private final PartitionView view = new PartitionView();

    private void write(ChargeId charge, String state) {
        view.changing(charge, store.get(charge));
        store.put(charge, state.getBytes(US_ASCII));
    }

    private @Nullable String read(ChargeId charge) {
        return read(charge, PATIENCE);
    }

    private @Nullable String read(ChargeId charge, Duration patience) {
        byte[] value = view.committed(charge, () -> store.get(charge), patience);
        return value == null ? null : new String(value, US_ASCII);
    }

    private void commit() {
        view.committing();
        view.committed();
    }

    @Test
    void shouldShowWhatIsCommittedAndNothingElse() {
        write(CHARGE, "1");
        assertThat(read(CHARGE)).isNull();

        commit();
        assertThat(read(CHARGE)).isEqualTo("1");

        write(CHARGE, "2");
        write(CHARGE, "3");
        assertThat(read(CHARGE)).isEqualTo("1");

        commit();
        assertThat(read(CHARGE)).isEqualTo("3");
    }

    @Test
    void shouldWaitForACommitThatOthersMaySeeAlready() throws InterruptedException {
        write(CHARGE, "1");
        view.committing();
        AtomicReference<@Nullable String> read = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> read.set(read(CHARGE)));
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        view.committed();

        reader.join();
        assertThat(read.get()).isEqualTo("1");
    }

    @Test
    void shouldNotWaitForTheCommitOfOtherCharges() {
        write(OTHER, "1");
        commit();
        write(CHARGE, "1");
        view.committing();

        assertThat(read(OTHER)).isEqualTo("1");
    }

    @Test
    void shouldSayNothingOfACommitWhoseEndIsUnknown() {
        write(CHARGE, "1");
        view.committing();
        assertThatThrownBy(() -> read(CHARGE, Duration.ofMillis(1))).isInstanceOf(ChargesNotServedException.class);

        view.close();

        assertThatThrownBy(() -> read(CHARGE)).isInstanceOf(ChargesNotServedException.class);
    }

    @Test
    void shouldLetGoOfWhoWaitsWhenTheTaskEnds() {
        write(CHARGE, "1");
        view.committing();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                read(CHARGE);
            } catch (ChargesNotServedException e) {
                thrown.set(e);
            }
        });
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        view.close();

        await().until(() -> thrown.get() != null);
    }

    /**
     * A writer that never rests, and readers that know what was seen: an event can be seen from the moment on in which its
     * commit begins, and what is not committed may yet be aborted.
     */
    @Test
    void shouldNeverBeBehindWhatWasSeenNorAheadOfWhatIsCommitted() throws InterruptedException {
        int transactions = 20_000;
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        AtomicReference<@Nullable String> violation = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = Thread.ofPlatform().start(() -> {
                while (end.getCount() > 0 && violation.get() == null) {
                    int atLeast = seen.get();
                    String read = read(CHARGE);
                    int revision = read == null ? 0 : Integer.parseInt(read);
                    // Of a transaction that had begun to commit by now, or of an earlier one.
                    int atMost = begun.get();
                    if (revision < atLeast || revision > atMost) {
                        violation.set("read " + revision + ", seen was " + atLeast + ", begun " + atMost);
                    }
                }
            });
        }
        Random random = new Random(1);
        Map<ChargeId, String> committed = new HashMap<>();
        for (int revision = 1; revision <= transactions && violation.get() == null; revision++) {
            write(CHARGE, Integer.toString(revision));
            if (random.nextInt(4) == 0) {
                write(OTHER, Integer.toString(revision));
            }
            pause(random);
            begun.set(revision);
            view.committing();
            seen.set(revision);
            pause(random);
            view.committed();
            committed.put(CHARGE, Integer.toString(revision));
        }
        end.countDown();
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(violation.get()).isNull();
        assertThat(read(CHARGE)).isEqualTo(requireNonNull(committed.get(CHARGE)));
    }

    /** Long enough for readers to be in the middle of something. */
    private static void pause(Random random) {
        for (int spins = random.nextInt(500); spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }
}
