package io.github.refundworker.ops.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The append times of the records of each refund, topic by topic. */
final class Journeys {

    /** Stalls that are told. */
    private static final int STALLS = 20;

    /** Waits that end within this time of each other ended together. */
    private static final long TOGETHER_MILLIS = 10;

    /** Where a refund was seen. */
    enum Stop {
        REQUEST,
        INPUT,
        COMMAND,
        ANSWER,
        STATUS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Seen(Stop stop, long at) {}

    private record Leg(Stop from, Stop to) implements Comparable<Leg> {
        @Override
        public int compareTo(Leg other) {
            return Comparator.comparing(Leg::from).thenComparing(Leg::to).compare(this, other);
        }

        @Override
        public String toString() {
            return from + " → " + to;
        }
    }

    private record Wait(Leg leg, long from, long to) {
        long took() {
            return to - from;
        }
    }

    private final List<List<Seen>> journeys;

    Journeys(int refunds) {
        journeys = new ArrayList<>(refunds);
        for (int i = 0; i < refunds; i++) {
            journeys.add(new ArrayList<>(6));
        }
    }

    /** @param at epoch milliseconds; the stops of a refund come in the order of its way, topic by topic in any */
    void saw(int refund, Stop stop, long at) {
        List<Seen> journey = journeys.get(refund);
        synchronized (journey) {
            journey.add(new Seen(stop, at));
        }
    }

    /** A record of the inputs topic: a refund's first is its request, all later ones are answers. */
    void sawInput(int refund, long at) {
        List<Seen> journey = journeys.get(refund);
        synchronized (journey) {
            boolean first = journey.stream().noneMatch(seen -> seen.stop == Stop.INPUT);
            journey.add(new Seen(first ? Stop.INPUT : Stop.ANSWER, at));
        }
    }

    LatencyResult.Times whole() {
        Histogram millis = histogram();
        for (List<Seen> journey : finished()) {
            millis.recordValue(Math.max(0, journey.getLast().at - journey.getFirst().at));
        }
        return times(millis);
    }

    int ended() {
        return finished().size();
    }

    List<LatencyResult.Hop> hops() {
        Map<Leg, Histogram> hops = new TreeMap<>();
        for (Wait wait : waits()) {
            hops.computeIfAbsent(wait.leg, leg -> histogram()).recordValue(Math.max(0, wait.took()));
        }
        return hops.entrySet().stream()
                .map(hop -> new LatencyResult.Hop(hop.getKey().toString(), times(hop.getValue())))
                .toList();
    }

    /** The longest waits of at least that length; those that ended together are one. */
    List<LatencyResult.Stall> stalls(Duration least) {
        long start = finished().stream()
                .mapToLong(journey -> journey.getFirst().at)
                .min()
                .orElse(0);
        Map<Leg, List<List<Wait>>> groups = new LinkedHashMap<>();
        waits().stream()
                .filter(wait -> wait.took() >= least.toMillis())
                .sorted(Comparator.comparingLong(Wait::to))
                .forEach(wait -> {
                    List<List<Wait>> ofLeg = groups.computeIfAbsent(wait.leg, leg -> new ArrayList<>());
                    if (ofLeg.isEmpty() || wait.to - ofLeg.getLast().getLast().to > TOGETHER_MILLIS) {
                        ofLeg.add(new ArrayList<>());
                    }
                    ofLeg.getLast().add(wait);
                });
        return groups.values().stream()
                .flatMap(List::stream)
                .map(group -> stall(group, start))
                .sorted(Comparator.comparingLong(LatencyResult.Stall::took).reversed())
                .limit(STALLS)
                .sorted(Comparator.comparingLong(LatencyResult.Stall::at))
                .toList();
    }

    private static LatencyResult.Stall stall(List<Wait> group, long start) {
        Wait longest = group.stream().max(Comparator.comparingLong(Wait::took)).orElseThrow();
        return new LatencyResult.Stall(longest.from - start, longest.leg.toString(), longest.took(), group.size());
    }

    private List<Wait> waits() {
        List<Wait> waits = new ArrayList<>();
        for (List<Seen> journey : finished()) {
            for (int i = 1; i < journey.size(); i++) {
                Seen from = journey.get(i - 1);
                Seen to = journey.get(i);
                waits.add(new Wait(new Leg(from.stop, to.stop), from.at, to.at));
            }
        }
        return waits;
    }

    /** From the request to the final status, in the order of time. */
    private List<List<Seen>> finished() {
        List<List<Seen>> finished = new ArrayList<>();
        for (List<Seen> journey : journeys) {
            synchronized (journey) {
                List<Seen> inOrder = new ArrayList<>(journey);
                inOrder.sort(Comparator.comparingLong(Seen::at).thenComparing(Seen::stop));
                if (!inOrder.isEmpty()
                        && inOrder.getFirst().stop == Stop.REQUEST
                        && inOrder.getLast().stop == Stop.STATUS) {
                    finished.add(inOrder);
                }
            }
        }
        return finished;
    }

    private static Histogram histogram() {
        return new Histogram(3);
    }

    private static LatencyResult.Times times(Histogram millis) {
        return new LatencyResult.Times(
                millis.getTotalCount(),
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(95),
                millis.getValueAtPercentile(99),
                millis.getMaxValue());
    }
}
