package io.github.refundworker.execute;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.domain.Texts;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Many requests at one account: the real decider, executor core, procedures, pace and circuit around a log and a provider on
 * simulated time.
 */
final class Burst {
    private static final int PARTITIONS = 8;
    private static final AccountName MAIN = new AccountName("main");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Capabilities KEYED =
            new Capabilities(Duration.ofHours(24), true, true, true, false, true, Map.of(USD, 2));

    private final SimulatedTime time = new SimulatedTime();
    private final BurstProvider provider;
    private final BurstDecider decider;
    private final BurstExecutor executor;
    private final Map<Asked, Duration> open = new HashMap<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Map<ChargeId, Duration> slowest = new HashMap<>();
    private Duration last = Duration.ZERO;
    private long offset;

    private record Asked(ChargeId chargeId, RequestId requestId) {}

    /** @param ratePerSecond requests to the provider; 0 for no limit */
    Burst(int ratePerSecond, int requestsPerRead, BurstProvider.Oddity oddity) {
        provider = new BurstProvider(time, requestsPerRead, oddity);
        Policy policy =
                new Policy("test", MAIN, Map.of(MAIN, KEYED), false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
        decider = new BurstDecider(time, policy, PARTITIONS, this::published);
        executor = new BurstExecutor(
                time,
                KEYED,
                settings(ratePerSecond),
                PARTITIONS,
                provider,
                (command, answer) -> decider.append(command.chargeId(), at -> appended(answer, at)));
        decider.sendCommandsTo(executor::append);
    }

    private static ExecutorSettings settings(int ratePerSecond) {
        ExecutorSettings d = ExecutorSettings.DEFAULT;
        return new ExecutorSettings(
                d.maxInFlight(),
                d.backlog(),
                d.window(),
                d.patience(),
                d.callTimeout(),
                ratePerSecond,
                d.commitInterval(),
                d.breaker(),
                d.answerBytes());
    }

    /** An answer's time is when it is appended. */
    private static Input appended(Input answer, Instant at) {
        return switch (answer) {
            case Input.ChargeDescribed(var _, long number, var description) ->
                new Input.ChargeDescribed(at, number, description);
            case Input.CommandAnswered(var _, long number, var refundId, var outcome) ->
                new Input.CommandAnswered(at, number, refundId, outcome);
            default -> throw new IllegalStateException("no answer: " + answer);
        };
    }

    /** A request for 25 dollars. */
    void ask(Duration when, String charge, String request, @Nullable String previouslyRefunded) {
        ChargeId chargeId = new ChargeId(charge);
        RequestId requestId = new RequestId(request);
        open.put(new Asked(chargeId, requestId), when);
        long at = offset++;
        RefundRequest body = new RefundRequest(
                requestId,
                chargeId,
                new RefundRequest.Asked.Part(new BigDecimal("25.00"), USD),
                previouslyRefunded == null ? null : new BigDecimal(previouslyRefunded),
                null,
                null,
                Texts.NONE);
        time.at(
                when.toNanos(),
                () -> decider.append(
                        chargeId,
                        now -> new Input.RefundRequested(now, new Source("refund-requests", 0, at, now), body)));
    }

    private void published(ChargeId chargeId, StatusEvent event) {
        switch (event) {
            case StatusEvent.Rejected rejected ->
                ended(
                        chargeId,
                        rejected.requestId(),
                        rejected.rejection().code().name());
            case StatusEvent.Updated updated -> {
                if (updated.refund().isSucceeded() && updated.refund().origin() instanceof Origin.Requested requested) {
                    ended(chargeId, requested.requestId(), "SUCCEEDED");
                }
            }
            case StatusEvent.Created _, StatusEvent.Repeated _ -> {}
        }
    }

    private void ended(ChargeId chargeId, RequestId requestId, String end) {
        Duration asked = open.remove(new Asked(chargeId, requestId));
        if (asked != null) {
            ends.merge(end, 1, Integer::sum);
            last = time.since();
            slowest.merge(chargeId, last.minus(asked), (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
    }

    /** Until every request has its answer, or that time has come. */
    void run(Duration until) {
        boolean more = true;
        while (more && !open.isEmpty() && time.since().compareTo(until) < 0) {
            more = time.next();
        }
    }

    /** How many requests ended how; those without an end are {@code OPEN}. */
    Map<String, Integer> ends() {
        Map<String, Integer> all = new TreeMap<>(ends);
        if (!open.isEmpty()) {
            all.put("OPEN", open.size());
        }
        return all;
    }

    /** When the last answer was given. */
    Duration last() {
        return last;
    }

    /** Of each charge that has an answer, from the request to it. */
    Map<ChargeId, Duration> slowest() {
        return slowest;
    }

    long requests() {
        return provider.requests();
    }

    long decisions() {
        return decider.decisions();
    }

    boolean circuitOpened() {
        return executor.opened() > 0;
    }
}
