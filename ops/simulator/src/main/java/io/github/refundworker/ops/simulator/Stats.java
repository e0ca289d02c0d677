package io.github.refundworker.ops.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the start of the process. */
final class Stats {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();
    private final LongAdder replays = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();

    void entered(Endpoint endpoint) {
        add(calls, endpoint.label());
        maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void answered(Reply reply) {
        switch (reply) {
            case Reply.Answer answer -> add(answers, Integer.toString(answer.status()));
            case Reply.Streamed streamed -> add(answers, "200");
            case Reply.Cut cut -> add(answers, "none");
        }
    }

    /** The call is over, and so is its connection if the reply cut it. */
    void left() {
        inFlight.decrementAndGet();
    }

    void fault(String kind) {
        add(faults, kind);
    }

    void replayed() {
        replays.increment();
    }

    Snapshot snapshot(LedgerSize ledger) {
        return new Snapshot(
                sums(calls), sums(answers), replays.sum(), inFlight.get(), maxInFlight.get(), sums(faults), ledger);
    }

    private static void add(Map<String, LongAdder> counts, String name) {
        counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /**
     * @param calls provider calls by endpoint
     * @param answers by HTTP status; {@code none} if the connection ended without an answer
     * @param replays answers repeated from an idempotency key
     * @param inFlight provider calls in progress
     * @param faults injected faults by kind
     */
    record Snapshot(
            Map<String, Long> calls,
            Map<String, Long> answers,
            long replays,
            int inFlight,
            int maxInFlight,
            Map<String, Long> faults,
            LedgerSize ledger) {}

    record LedgerSize(long charges, long refunds, long keys, long lines, long bytes) {}
}
