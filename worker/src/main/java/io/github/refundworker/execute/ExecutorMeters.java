package io.github.refundworker.execute;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.provider.ProviderResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The meters of one account. */
final class ExecutorMeters {
    private final MeterRegistry registry;
    private final AccountName name;
    private final String account;
    private final Map<Call, Timer> calls = new ConcurrentHashMap<>();
    private final Timer permits;
    private final Counter refused;
    private final Counter answersFailed;
    private final Counter bugs;

    private static final List<String> SETTLE = List.of("found", "refused", "not_sent", "unclear");
    private static final List<String> LOOK_UP = List.of("found", "not_found", "not_sent", "unclear");
    private static final List<String> DESCRIBE = List.of("described", "not_found", "not_sent", "unclear");

    private record Call(String operation, String result) {}

    ExecutorMeters(AccountName account, MeterRegistry registry) {
        this.registry = registry;
        this.name = account;
        this.account = account.value();
        permits = Metric.PERMIT_WAIT.timer(registry, this.account);
        refused = Metric.BREAKER_REFUSED.counter(registry, this.account);
        answersFailed = Metric.ANSWERS_FAILED.counter(registry, this.account);
        bugs = Metric.BUGS.counter(registry, this.account);
        // The series must exist before the first failure, or an increase over time misses that failure.
        SETTLE.forEach(result -> call("settle", result));
        LOOK_UP.forEach(result -> call("look_up", result));
        DESCRIBE.forEach(result -> call("describe", result));
    }

    AccountName account() {
        return name;
    }

    /** @param operation settle, look_up or describe */
    Timer call(String operation, ProviderResponse response) {
        return call(operation, resultOf(response));
    }

    private Timer call(String operation, String result) {
        return calls.computeIfAbsent(
                new Call(operation, result),
                call -> Metric.PROVIDER_CALL.timer(registry, account, call.operation, call.result));
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
        Metric.IN_FLIGHT.gauge(registry, executor, inFlight, account);
        Metric.BACKLOG.gauge(registry, executor, backlog, account);
        Metric.ANSWERS_UNACKNOWLEDGED.gauge(registry, executor, unacknowledged, account);
        Metric.PARTITIONS_STOPPED.gauge(registry, executor, stoppedPartitions, account);
        Metric.BREAKER_STATE.gauge(registry, executor, breaker, account);
    }

    static String resultOf(ProviderResponse response) {
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
