package io.github.refundworker.execute;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.ProviderResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What is measured of one account. Names and tags are public. */
final class ExecutorMeters {
    private static final String PROVIDER = "provider";

    private final MeterRegistry registry;
    private final String account;
    private final MeterProvider<Timer> calls;
    private final Timer permits;
    private final Counter refused;
    private final Counter answersFailed;
    private final Counter bugs;

    ExecutorMeters(AccountName account, MeterRegistry registry) {
        this.registry = registry;
        this.account = account.value();
        calls = Timer.builder("refunds.provider.call")
                .description("Calls to the provider by what they came to")
                .tag(PROVIDER, this.account)
                .withRegistry(registry);
        permits = Timer.builder("refunds.provider.permit.wait")
                .description("Calls that had to wait for the rate limit, and how long")
                .tag(PROVIDER, this.account)
                .register(registry);
        refused = counter("refunds.provider.breaker.refused", "Calls that the open circuit breaker did not permit");
        answersFailed = counter("refunds.execute.answers.failed", "Answers that the broker did not take at once");
        bugs = counter("refunds.execute.bugs", "Commands answered as unknown because executing them threw");
    }

    /** @param operation settle, look_up or describe */
    Timer call(String operation, ProviderResponse response) {
        return calls.withTags("operation", operation, "result", resultOf(response));
    }

    void waitedForPermit(Duration wait) {
        permits.record(wait);
    }

    void refused() {
        refused.increment();
    }

    void answerFailed() {
        answersFailed.increment();
    }

    void bug() {
        bugs.increment();
    }

    <T> void gauges(
            T executor,
            ToDoubleFunction<T> inFlight,
            ToDoubleFunction<T> backlog,
            ToDoubleFunction<T> unacknowledged,
            ToDoubleFunction<T> stoppedPartitions,
            ToDoubleFunction<T> breaker) {
        gauge("refunds.execute.in.flight", "Commands being executed", executor, inFlight);
        gauge("refunds.execute.backlog", "Commands at hand and not begun", executor, backlog);
        gauge("refunds.execute.answers.unacknowledged", "Answers on their way to the broker", executor, unacknowledged);
        gauge(
                "refunds.execute.partitions.stopped",
                "Partitions that stand still before an unreadable command",
                executor,
                stoppedPartitions);
        gauge(
                "refunds.provider.breaker.state",
                "The circuit breaker: 0 closed, 1 half open, 2 open",
                executor,
                breaker);
    }

    private <T> void gauge(String name, String description, T executor, ToDoubleFunction<T> value) {
        Gauge.builder(name, executor, value)
                .description(description)
                .tag(PROVIDER, account)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag(PROVIDER, account)
                .register(registry);
    }

    private static String resultOf(ProviderResponse response) {
        return switch (response) {
            case ProviderResponse.Found _ -> "found";
            case ProviderResponse.Refused _ -> "refused";
            case ProviderResponse.NotFound _ -> "not_found";
            case ProviderResponse.Described _ -> "described";
            case ProviderResponse.NotSent _ -> "not_sent";
            case ProviderResponse.Unclear _ -> "unclear";
        };
    }
}
