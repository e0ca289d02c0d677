package io.github.refundworker.decide.store;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.Outstanding.Stage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The open work of a partition in memory: the same entries as in the store {@code due}. It knows which charge is due
 * next, and the sums over all charges.
 */
public final class OpenCharges {
    /** A charge's position in an order by time, in epoch milliseconds. */
    private record Place(long at, String charge) {}

    private static NavigableSet<Place> order() {
        return new TreeSet<>(Comparator.comparingLong(Place::at).thenComparing(Place::charge));
    }

    /** A sum over charges. */
    private static final class Sum {
        private int refunds;
        private final Map<CurrencyCode, BigDecimal> amounts = new HashMap<>();
        private final NavigableSet<Place> oldest = order();
    }

    private record Group(AccountName account, Stage stage) {}

    private record Entry(Outstanding outstanding, @Nullable Place due) {}

    private final Map<String, Entry> charges = new HashMap<>();
    private final NavigableSet<Place> byDue = order();
    private final Map<Group, Sum> sums = new HashMap<>();
    private final Map<AccountName, Integer> waiting = new HashMap<>();

    @Nullable
    Outstanding of(String charge) {
        Entry entry = charges.get(charge);
        return entry == null ? null : entry.outstanding;
    }

    /** @param now absent if the charge has no open work any more */
    void set(String charge, @Nullable Outstanding now) {
        Entry before = charges.remove(charge);
        if (before != null) {
            if (before.due != null) {
                byDue.remove(before.due);
            }
            add(charge, before.outstanding, -1);
        }
        if (now != null) {
            add(charge, now, 1);
            place(charge, now, now.due() == null ? null : new Place(ceilingMillis(now.due()), charge));
        }
    }

    /** Postpones a due charge, in memory only. */
    void postpone(String charge, long until) {
        Entry entry = charges.get(charge);
        if (entry != null) {
            if (entry.due != null) {
                byDue.remove(entry.due);
            }
            place(charge, entry.outstanding, new Place(until, charge));
        }
    }

    private void place(String charge, Outstanding outstanding, @Nullable Place due) {
        charges.put(charge, new Entry(outstanding, due));
        if (due != null) {
            byDue.add(due);
        }
    }

    /** @param sign 1 or -1 */
    private void add(String charge, Outstanding outstanding, int sign) {
        AccountName account = outstanding.account();
        if (account == null) {
            // The charge has neither refunds nor requests, only a due time.
            return;
        }
        if (outstanding.waiting() > 0) {
            waiting.merge(account, sign * outstanding.waiting(), Integer::sum);
        }
        outstanding.open().forEach((stage, open) -> {
            Sum sum = sums.computeIfAbsent(new Group(account, stage), group -> new Sum());
            sum.refunds += sign * open.count();
            BigDecimal amount = open.amount().amount();
            sum.amounts.merge(open.amount().currency(), sign > 0 ? amount : amount.negate(), BigDecimal::add);
            Place place = new Place(open.since().toEpochMilli(), charge);
            if (sign > 0) {
                sum.oldest.add(place);
            } else {
                sum.oldest.remove(place);
            }
        });
    }

    /** The due charges, the longest overdue first. */
    List<String> dueAt(long now, int limit) {
        List<String> due = new ArrayList<>();
        for (Place place : byDue) {
            if (place.at > now || due.size() == limit) {
                break;
            }
            due.add(place.charge);
        }
        return due;
    }

    /**
     * Sums over the charges.
     *
     * @param waiting requests by account
     */
    public record Totals(Map<AccountName, Integer> waiting, List<Line> lines) {
        public Totals {
            waiting = Map.copyOf(waiting);
            lines = List.copyOf(lines);
        }
    }

    /**
     * Refunds of one account at one stage.
     *
     * @param oldest when the oldest was requested, in epoch milliseconds; absent without refunds
     */
    public record Line(
            AccountName account,
            Stage stage,
            int refunds,
            @Nullable Long oldest,
            Map<CurrencyCode, BigDecimal> amounts) {
        public Line {
            amounts = Map.copyOf(amounts);
        }
    }

    Totals totals() {
        List<Line> lines = new ArrayList<>();
        sums.forEach((group, sum) -> lines.add(new Line(
                group.account,
                group.stage,
                sum.refunds,
                sum.oldest.isEmpty() ? null : sum.oldest.first().at(),
                sum.amounts)));
        return new Totals(waiting, lines);
    }

    private static long ceilingMillis(Instant due) {
        long millis = due.toEpochMilli();
        return due.getNano() % 1_000_000 == 0 ? millis : millis + 1;
    }
}
