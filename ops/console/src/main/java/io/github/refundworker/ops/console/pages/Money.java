package io.github.refundworker.ops.console.pages;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sum of refunds. */
public record Money(String currency, String status, long refunds, BigDecimal amount) {

    /** The sums of refunds by currency, whatever their status. */
    public static List<Money> sums(List<Refund> refunds) {
        Map<String, Money> sums = new TreeMap<>();
        refunds.forEach(refund -> {
            String currency = requireNonNull(refund.currency());
            sums.merge(currency, new Money(currency, "", 1, requireNonNull(refund.amount())), Money::plus);
        });
        return List.copyOf(sums.values());
    }

    /** In the order of the currencies; what moves no money comes last. */
    public static Map<String, List<Money>> byCurrency(List<Money> sums) {
        Map<String, List<Money>> byCurrency = new TreeMap<>(
                Comparator.<String, Boolean>comparing(String::isEmpty).thenComparing(Comparator.naturalOrder()));
        sums.forEach(sum -> byCurrency
                .computeIfAbsent(sum.currency, unused -> new ArrayList<>())
                .add(sum));
        return byCurrency;
    }

    private Money plus(Money other) {
        return new Money(currency, status, refunds + other.refunds, amount.add(other.amount));
    }
}
