package io.github.refundworker.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** What happens, in the order of its time. */
final class SimulatedTime {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long made;

    private record Event(long at, long number, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    void later(Duration time, Runnable what) {
        at(now + time.toNanos(), what);
    }

    void at(long nanos, Runnable what) {
        events.add(new Event(Math.max(now, nanos), made++, what));
    }

    /** @return false if nothing is left to happen */
    boolean next() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at;
        event.what.run();
        return true;
    }

    long nanos() {
        return now;
    }

    Duration since() {
        return Duration.ofNanos(now);
    }

    Instant instant() {
        return START.plusNanos(now);
    }
}
