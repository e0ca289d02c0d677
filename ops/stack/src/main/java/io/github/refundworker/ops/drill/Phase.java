package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one phase of a drill: when each was due, and how it was answered. The sender's thread calls {@link
 * #sending}, the feed's {@link #message}.
 */
final class Phase {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(30);

    private static final int OPEN = 0;
    private static final int ACCEPTED = 1;
    private static final int ENDED = 2;
    private static final int REJECTED = 3;
    private static final int IN_REVIEW = 4;

    private final int count;
    private final DrillNames names;
    private final ChargePicker picker;
    private final Semaphore room;
    private final LedgerCheck check;

    private final AtomicLongArray due;
    private final AtomicIntegerArray chargeOf;
    private final byte[] state;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Integer> rejected = new TreeMap<>();

    private int accepted;
    private volatile int ended;
    private volatile int answered;
    private volatile long lastEndNanos;

    Phase(int count, DrillNames names, ChargePicker picker, int outstanding, LedgerCheck check) {
        this.count = count;
        this.names = names;
        this.picker = picker;
        this.room = new Semaphore(outstanding);
        this.check = check;
        this.due = new AtomicLongArray(count);
        this.chargeOf = new AtomicIntegerArray(count);
        this.state = new byte[count];
    }

    int count() {
        return count;
    }

    DrillNames names() {
        return names;
    }

    /** Takes a place for one more unanswered request and returns its charge; waits while there is none. */
    int awaitRoom() throws InterruptedException {
        room.acquire();
        int charge = picker.next();
        while (charge < 0) {
            TimeUnit.MICROSECONDS.sleep(200);
            charge = picker.next();
        }
        return charge;
    }

    /** @param dueNanos when it should be sent, by {@link System#nanoTime}: latency counts from then */
    void sending(int request, int charge, long dueNanos) {
        chargeOf.set(request, charge);
        due.set(request, dueNanos);
    }

    /** A record of the status topic, of this drill or not. */
    void message(ConsumerRecord<byte[], byte[]> message, long nanos) {
        String type = StatusEvents.header(message, EventHeaders.TYPE);
        byte[] value = message.value();
        if (type == null || value == null) {
            return;
        }
        switch (type) {
            case EventTypes.CREATED -> created(StatusScan.requestIdOf(value));
            case EventTypes.UPDATED, EventTypes.REJECTED, EventTypes.REPEATED -> outcome(StatusScan.of(value), nanos);
            default -> {
                // A type of a later version.
            }
        }
    }

    private void created(@Nullable String requestId) {
        int request = requestId == null ? -1 : names.requestNumber(requestId);
        if (request >= 0 && request < count && state[request] == OPEN) {
            state[request] = ACCEPTED;
            accepted++;
        }
    }

    private void outcome(StatusScan scan, long nanos) {
        int request = scan.requestId() == null ? -1 : names.requestNumber(scan.requestId());
        if (request < 0 || request >= count) {
            return;
        }
        if (scan.errorCode() != null) {
            if (state[request] == OPEN) {
                rejected.merge(scan.errorCode(), 1, Integer::sum);
                close(request, REJECTED);
            }
            return;
        }
        String refundId = scan.refundId();
        String chargeId = scan.chargeId();
        RefundStatus status = scan.status();
        if (refundId == null || chargeId == null || status == null) {
            return;
        }
        check.says(refundId, scan.revision(), chargeId, scan.amount(), scan.currencyCode(), status, scan.isInReview());
        if (status != RefundStatus.PENDING && state[request] != ENDED) {
            if (state[request] == OPEN) {
                accepted++;
            }
            long took = TimeUnit.NANOSECONDS.toMicros(nanos - due.get(request));
            micros.recordValue(Math.clamp(took, 0, LONGEST_MICROS));
            lastEndNanos = nanos;
            ended++;
            if (state[request] == IN_REVIEW) {
                state[request] = ENDED;
            } else {
                close(request, ENDED);
            }
        } else if (scan.isInReview() && (state[request] == OPEN || state[request] == ACCEPTED)) {
            if (state[request] == OPEN) {
                accepted++;
            }
            close(request, IN_REVIEW);
        }
    }

    private void close(int request, int how) {
        state[request] = (byte) how;
        answered++;
        picker.answered(chargeOf.get(request));
        room.release();
    }

    /** Requests with the last answer to expect: refunds that ended or wait for a person, and rejections. */
    int answered() {
        return answered;
    }

    /** Refunds that ended, well or not. */
    int ended() {
        return ended;
    }

    long lastEndNanos() {
        return lastEndNanos;
    }

    /** To be read when the feed is closed. */
    Histogram micros() {
        return micros;
    }

    /** To be read when the feed is closed. */
    int accepted() {
        return accepted;
    }

    /** To be read when the feed is closed. */
    Map<String, Integer> rejected() {
        return rejected;
    }
}
