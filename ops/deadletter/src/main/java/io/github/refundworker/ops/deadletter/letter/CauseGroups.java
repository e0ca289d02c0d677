package io.github.refundworker.ops.deadletter.letter;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Groups dead letters by their cause while they are read. */
public final class CauseGroups {

    /** The maximum number of groups. A message that contains an id would otherwise make a group of every letter. */
    private static final int MOST = 1_000;

    private final Map<Cause, Growing> groups = new HashMap<>();

    private static final class Growing {
        private final Map<LetterState, Long> counts = new EnumMap<>(LetterState.class);
        private long count;
        private long diedAgain;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private DeadLetter latest;

        Growing(DeadLetter first) {
            this.latest = first;
        }

        void add(DeadLetter letter, LetterState state) {
            counts.merge(state, 1L, Long::sum);
            count++;
            if (letter.replays().count() > 0) {
                diedAgain++;
            }
            if (letter.at().isBefore(first)) {
                first = letter.at();
            }
            if (letter.at().isAfter(last)) {
                last = letter.at();
                latest = letter;
            }
        }

        CauseGroup grown(Cause cause) {
            return new CauseGroup(
                    cause, count, Map.copyOf(counts), diedAgain, first, last, CauseGroup.Sample.of(latest));
        }
    }

    public void add(DeadLetter letter, LetterState state) {
        Cause cause = letter.cause();
        if (groups.size() >= MOST && !groups.containsKey(cause)) {
            cause = Cause.OTHERS;
        }
        groups.computeIfAbsent(cause, unused -> new Growing(letter)).add(letter, state);
    }

    /** The groups, the largest first. */
    public List<CauseGroup> groups() {
        return groups.entrySet().stream()
                .map(group -> group.getValue().grown(group.getKey()))
                .sorted(Comparator.comparingLong(CauseGroup::count)
                        .reversed()
                        .thenComparing(group -> group.cause().toString()))
                .toList();
    }
}
