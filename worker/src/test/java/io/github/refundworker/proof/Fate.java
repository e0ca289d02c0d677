package io.github.refundworker.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Time and chance of one simulated life: both follow from the seed alone. Only some faults are possible in a life, and
 * the fewer the more often, so that rare combinations are not drowned by common ones.
 */
final class Fate {
    private record Event(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final Random random;
    /** Of the faults that can be left out, so that a life is the same without them until one strikes. */
    private final Random wider;
    /** Of those that were added last, so that the lives in which planted bugs were found stay as they are. */
    private final Random disputes;

    private final long[] struck;
    private final Set<Fault> possible = EnumSet.noneOf(Fault.class);
    /** One of two to the power of this is possible. */
    private final int rarity;

    private Instant now = Setting.BEGINNING;
    private long number;
    private boolean calm;

    /** @param struck counts how often each fault occurred, over many lives */
    Fate(long seed, long[] struck) {
        random = new Random(seed * 0x9e3779b97f4a7c15L);
        this.struck = struck;
        rarity = 1 + random.nextInt(3);
        wider = new Random(~seed * 0x9e3779b97f4a7c15L);
        disputes = new Random(seed * 0xbf58476d1ce4e5b9L);
        for (Fault fault : Fault.values()) {
            boolean isPossible = chanceOf(fault).nextInt(1 << rarity) == 0;
            if (isPossible && fault.isOn()) {
                possible.add(fault);
            }
        }
    }

    Instant now() {
        return now;
    }

    void later(Duration time, Runnable what) {
        events.add(new Event(now.plus(time), number++, what));
    }

    /** Somewhere between the two, more often towards the shorter. */
    Duration between(Duration least, Duration most) {
        double part = Math.pow(random.nextDouble(), 3);
        return least.plusMillis((long) (part * most.minus(least).toMillis()));
    }

    Duration aMoment() {
        return between(Duration.ofMillis(1), Duration.ofMillis(400));
    }

    int pick(int bound) {
        return random.nextInt(bound);
    }

    private Random chanceOf(Fault fault) {
        if (fault.element == Wider.DISPUTES) {
            return disputes;
        }
        return fault.element == null ? random : wider;
    }

    boolean strikes(Fault fault) {
        if (calm || !possible.contains(fault) || chanceOf(fault).nextDouble() >= Math.min(0.8, fault.often * rarity)) {
            return false;
        }
        struck[fault.ordinal()]++;
        return true;
    }

    /** From here on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** @return false when nothing will happen any more */
    boolean next() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        event.what().run();
        return true;
    }
}
