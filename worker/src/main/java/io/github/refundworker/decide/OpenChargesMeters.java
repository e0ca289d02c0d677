package io.github.refundworker.decide;

import static java.util.Objects.requireNonNullElse;

import io.github.refundworker.decide.store.OpenCharges.Line;
import io.github.refundworker.decide.store.OpenCharges.Totals;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Outstanding.Stage;
import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gauges of the open work of all assigned partitions. Every partition reports once a second, and first when its
 * store is read. So the gauges are right after a restart, and one instance alone counts each partition.
 */
final class OpenChargesMeters {
    private final MeterRegistry registry;
    private final Currencies currencies;
    private final Map<Integer, Totals> partitions = new ConcurrentHashMap<>();
    private final Set<Object> registered = ConcurrentHashMap.newKeySet();

    private record Money(AccountName account, Stage stage, String currency) {}

    OpenChargesMeters(MeterRegistry registry, Collection<AccountName> accounts, Currencies currencies) {
        this.registry = registry;
        this.currencies = currencies;
        accounts.forEach(this::register);
    }

    void show(int partition, Totals totals) {
        partitions.put(partition, totals);
        for (Line line : totals.lines()) {
            register(line.account());
            line.amounts()
                    .keySet()
                    .forEach(currency -> register(new Money(line.account(), line.stage(), currencies.tag(currency))));
        }
    }

    /** Another instance reports this partition now. */
    void forget(int partition) {
        partitions.remove(partition);
    }

    private void register(AccountName account) {
        if (!registered.add(account)) {
            return;
        }
        String name = account.value();
        Metric.PENDING.gauge(registry, this, meters -> meters.refunds(account, stage -> true), name);
        Metric.UNRESOLVED.gauge(
                registry, this, meters -> meters.refunds(account, stage -> stage == Stage.UNRESOLVED), name);
        Metric.REVIEW.gauge(registry, this, meters -> meters.refunds(account, stage -> stage == Stage.REVIEW), name);
        Metric.WAITING.gauge(registry, this, meters -> meters.waiting(account), name);
        for (Stage stage : Stage.values()) {
            Metric.OLDEST_AGE.gauge(
                    registry, this, meters -> meters.oldestAge(account, stage), name, DecideMetrics.lower(stage));
        }
    }

    private void register(Money money) {
        if (registered.add(money)) {
            Metric.PENDING_AMOUNT.gauge(
                    registry,
                    this,
                    meters -> meters.amount(money),
                    money.account.value(),
                    money.currency,
                    DecideMetrics.lower(money.stage));
        }
    }

    private double refunds(AccountName account, Predicate<Stage> stages) {
        return lines(account)
                .filter(line -> stages.test(line.stage()))
                .mapToInt(Line::refunds)
                .sum();
    }

    private double waiting(AccountName account) {
        return partitions.values().stream()
                .mapToInt(totals -> requireNonNullElse(totals.waiting().get(account), 0))
                .sum();
    }

    private double oldestAge(AccountName account, Stage stage) {
        long now = registry.config().clock().wallTime();
        long oldest = lines(account)
                .filter(line -> line.stage() == stage)
                .mapToLong(line -> requireNonNullElse(line.oldest(), now))
                .min()
                .orElse(now);
        return Math.max(0, now - oldest) / 1_000.0;
    }

    private double amount(Money money) {
        return lines(money.account)
                .filter(line -> line.stage() == money.stage)
                .flatMap(line -> line.amounts().entrySet().stream())
                .filter(amount -> currencies.tag(amount.getKey()).equals(money.currency))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    private Stream<Line> lines(AccountName account) {
        return partitions.values().stream()
                .flatMap(totals -> totals.lines().stream())
                .filter(line -> line.account().equals(account));
    }
}
