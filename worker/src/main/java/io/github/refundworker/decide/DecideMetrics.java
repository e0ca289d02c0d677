package io.github.refundworker.decide;

import io.github.refundworker.deadletter.DeadLetterReason;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.StatusInfo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts decisions when they are made, which is before their transaction commits: after an abort the same inputs are
 * decided, and counted, again. The status topic is exact.
 */
final class DecideMetrics {
    private record Name(String metric, String first, String second) {}

    private final MeterRegistry registry;
    private final Map<Name, Counter> counters = new ConcurrentHashMap<>();

    DecideMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Decision.Next decision) {
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.PublishStatus(var event)) {
                count(event, decision.state().account());
            }
        }
    }

    private void count(StatusEvent event, @Nullable AccountName account) {
        switch (event) {
            case StatusEvent.Created(Refund refund, var _) -> {
                if (refund.origin() instanceof Origin.Requested) {
                    countRequest("accepted");
                }
                countCompleted(refund, account);
            }
            case StatusEvent.Updated(Refund refund, var _) -> {
                countCompleted(refund, account);
                countContradiction(refund, account);
            }
            case StatusEvent.Rejected _ -> countRequest("rejected");
            case StatusEvent.Repeated _ -> countRequest("repeated");
        }
    }

    private void countCompleted(Refund refund, @Nullable AccountName account) {
        if (refund.state() instanceof RefundState.Closed state) {
            String status = lower(state.status());
            String provider = nameOf(account);
            counter(
                            new Name("refunds.completed", status, provider),
                            "Refunds that reached a status which the provider answers for",
                            "status",
                            "provider")
                    .increment();
        }
    }

    private void countContradiction(Refund refund, @Nullable AccountName account) {
        StatusInfo info = refund.state().statusInfo();
        if (info != null && info.code().equals(StatusInfo.OPERATOR_CONTRADICTED)) {
            counters.computeIfAbsent(
                            new Name("refunds.contradictions", nameOf(account), ""),
                            name -> Counter.builder(name.metric)
                                    .description(
                                            "Refunds of which the provider shows the opposite of what a person said")
                                    .tag("provider", name.first)
                                    .register(registry))
                    .increment();
        }
    }

    private static String nameOf(@Nullable AccountName account) {
        return account == null ? "none" : account.value();
    }

    /** A request record that changed nothing. */
    void countIgnoredRequest() {
        countRequest("ignored");
    }

    private void countRequest(String outcome) {
        counters.computeIfAbsent(
                        new Name("refunds.requests", outcome, ""),
                        name -> Counter.builder(name.metric)
                                .description("Requests by what was answered")
                                .tag("outcome", name.first)
                                .register(registry))
                .increment();
    }

    void countDeadLetter(String topic, DeadLetterReason reason) {
        counter(
                        new Name("refunds.dead.lettered", topic, lower(reason)),
                        "Records put on a dead-letter topic",
                        "topic",
                        "reason")
                .increment();
    }

    private Counter counter(Name name, String description, String firstTag, String secondTag) {
        return counters.computeIfAbsent(
                name,
                n -> Counter.builder(n.metric)
                        .description(description)
                        .tag(firstTag, n.first)
                        .tag(secondTag, n.second)
                        .register(registry));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
