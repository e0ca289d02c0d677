package io.github.refundworker.decide;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RefundStatus;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts decisions when they are made, before their transaction commits. After an abort the same inputs are decided
 * and counted again; the status topic is exact. Meters are looked up once, because this code runs for every input.
 */
public final class DecideMetrics {
    private final MeterRegistry registry;
    private final Currencies currencies;
    private final OpenChargesMeters openCharges;
    private final Counter accepted;
    private final Counter rejected;
    private final Counter repeated;
    private final Counter ignored;
    private final Map<ErrorCode, Counter> rejections = new EnumMap<>(ErrorCode.class);
    private final Map<String, OfAccount> accounts = new ConcurrentHashMap<>();
    private final Map<RefundStatus, Map<String, Counter>> amounts = new EnumMap<>(RefundStatus.class);

    private record OfAccount(Map<RefundStatus, Counter> completed, Counter contradictions, Timer latency) {}

    public DecideMetrics(MeterRegistry registry, DecideSettings settings) {
        this.registry = registry;
        this.currencies = new Currencies(settings.policy());
        this.openCharges =
                new OpenChargesMeters(registry, settings.policy().accounts().keySet(), currencies);
        this.accepted = Metric.REQUESTS.counter(registry, "accepted");
        this.rejected = Metric.REQUESTS.counter(registry, "rejected");
        this.repeated = Metric.REQUESTS.counter(registry, "repeated");
        this.ignored = Metric.REQUESTS.counter(registry, "ignored");
        for (ErrorCode code : ErrorCode.values()) {
            rejections.put(code, Metric.REJECTED.counter(registry, lower(code)));
        }
        for (RefundStatus status : RefundStatus.values()) {
            amounts.put(status, new ConcurrentHashMap<>());
        }
        settings.policy().accounts().keySet().forEach(this::ofAccount);
        // Registered at zero, because Prometheus sees no increase in a counter whose first sample is its first count.
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters(settings.names().requestsDeadLetters(), reason);
            deadLetters(settings.names().inputsDeadLetters(), reason);
        }
    }

    OpenChargesMeters openCharges() {
        return openCharges;
    }

    /** @param before the charge on which it was decided */
    void count(ChargeState before, Decision.Next decision) {
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.PublishStatus(var event)) {
                count(before, decision.state(), event);
            }
        }
    }

    private void count(ChargeState before, ChargeState after, StatusEvent event) {
        switch (event) {
            case StatusEvent.Created(Refund refund, var _) -> {
                if (refund.origin() instanceof Origin.Requested) {
                    accepted.increment();
                }
                countCompleted(refund, before, after);
            }
            case StatusEvent.Updated(Refund refund, var _) -> {
                countCompleted(refund, before, after);
                countContradiction(refund, after);
            }
            case StatusEvent.Rejected(var _, var _, var rejection, var _) -> {
                rejected.increment();
                requireNonNull(rejections.get(rejection.code())).increment();
            }
            case StatusEvent.Repeated _ -> repeated.increment();
        }
    }

    private void countCompleted(Refund refund, ChargeState before, ChargeState after) {
        if (!(refund.state() instanceof RefundState.Closed state)) {
            return;
        }
        OfAccount account = ofAccount(after.account());
        requireNonNull(account.completed.get(state.status())).increment();
        amountsOf(state.status(), currencies.tag(refund.amount().currency()))
                .increment(refund.amount().amount().doubleValue());
        Refund was = before.refund(refund.id());
        if (was != null && was.isOpen() && refund.origin() instanceof Origin.Requested requested) {
            // Upstream's clock and the broker's may differ a little.
            Duration took = Duration.between(requested.trail().asked(), after.latest());
            account.latency.record(took.isNegative() ? Duration.ZERO : took);
        }
    }

    private OfAccount ofAccount(@Nullable AccountName account) {
        return accounts.computeIfAbsent(account == null ? "none" : account.value(), name -> {
            Map<RefundStatus, Counter> completed = new EnumMap<>(RefundStatus.class);
            for (RefundStatus status : RefundStatus.values()) {
                if (status != RefundStatus.PENDING) {
                    completed.put(status, Metric.COMPLETED.counter(registry, lower(status), name));
                }
            }
            return new OfAccount(
                    completed, Metric.CONTRADICTIONS.counter(registry, name), Metric.LATENCY.timer(registry, name));
        });
    }

    private Counter amountsOf(RefundStatus status, String currency) {
        return requireNonNull(amounts.get(status))
                .computeIfAbsent(currency, code -> Metric.AMOUNT.counter(registry, code, lower(status)));
    }

    private void countContradiction(Refund refund, ChargeState after) {
        StatusInfo info = refund.state().statusInfo();
        if (info != null && info.code().equals(StatusInfo.OPERATOR_CONTRADICTED)) {
            ofAccount(after.account()).contradictions.increment();
        }
    }

    /** A request record that changed nothing. */
    void countIgnoredRequest() {
        ignored.increment();
    }

    /** Counts a dead letter. Dead letters are rare, so the meter is looked up each time. */
    void countDeadLetter(String topic, DeadLetterReason reason) {
        deadLetters(topic, reason).increment();
    }

    private Counter deadLetters(String topic, DeadLetterReason reason) {
        return Metric.DEAD_LETTERED.counter(registry, topic, lower(reason));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
