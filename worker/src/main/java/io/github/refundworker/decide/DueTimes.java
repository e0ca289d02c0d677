package io.github.refundworker.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When which charge of a partition is due, in memory; what is in it is in the store {@code due} too. */
final class DueTimes {
    private record Due(long at, String charge) {}

    private final Map<String, Long> byCharge = new HashMap<>();
    private final NavigableSet<Due> byTime =
            new TreeSet<>(Comparator.comparingLong(Due::at).thenComparing(Due::charge));

    /** In epoch milliseconds. */
    @Nullable
    Long of(String charge) {
        return byCharge.get(charge);
    }

    void set(String charge, @Nullable Long at) {
        Long before = at == null ? byCharge.remove(charge) : byCharge.put(charge, at);
        if (before != null) {
            byTime.remove(new Due(before, charge));
        }
        if (at != null) {
            byTime.add(new Due(at, charge));
        }
    }

    /** The longest overdue first. */
    List<String> dueAt(long now, int limit) {
        List<String> charges = new ArrayList<>();
        for (Due due : byTime) {
            if (due.at > now || charges.size() == limit) {
                break;
            }
            charges.add(due.charge);
        }
        return charges;
    }

    int size() {
        return byCharge.size();
    }
}
