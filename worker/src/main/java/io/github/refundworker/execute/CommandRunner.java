package io.github.refundworker.execute;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.tracing.SpanAttribute;
import io.github.refundworker.tracing.StepSpan;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceContext;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.tracing.TracedStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the steps of a command's procedure on the calling thread, which blocks whenever the command waits. */
final class CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

    /** Longer than any wait within a delivery, even if the clock is wrong, so the command is answered at once. */
    private static final Duration LATER = Duration.ofDays(3_650);

    static final ProviderResponse CIRCUIT_OPEN =
            new ProviderResponse.NotSent("not sent, as too many calls to this provider fail", LATER);
    static final ProviderResponse CLOCK_OFF =
            new ProviderResponse.NotSent("not sent, as the process's clock is not the brokers'", LATER);

    private final ProviderClient client;
    private final ExecutorSettings settings;
    private final CallCircuit circuit;
    private final ClockOffset offset;
    private final CallPermits permits;
    private final ExecutorMeters meters;
    private final StepSpans spans;
    private final Clock clock;

    CommandRunner(
            ProviderClient client,
            ExecutorSettings settings,
            CallCircuit circuit,
            CallPermits permits,
            ExecutorMeters meters,
            StepSpans spans,
            ClockOffset offset,
            Clock clock) {
        this.client = client;
        this.settings = settings;
        this.circuit = circuit;
        this.permits = permits;
        this.meters = meters;
        this.spans = spans;
        this.offset = offset;
        this.clock = clock;
    }

    /**
     * @param permitted called when the first call begins
     * @throws InterruptedException if the thread was interrupted; the command then has no answer
     */
    Input run(ReceivedCommand received, Runnable permitted) throws InterruptedException {
        StepSpan span = spans.begin(TracedStep.EXECUTE, received.traceparent());
        CommandSpan.about(received, meters.account(), span);
        try {
            Input answer = run(received, permitted, span);
            CommandSpan.tell(span, answer);
            return answer;
        } catch (InterruptedException e) {
            span.with(SpanAttribute.OUTCOME, "abandoned");
            throw e;
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass());
            throw e;
        } finally {
            span.end();
        }
    }

    private Input run(ReceivedCommand received, Runnable permitted, StepSpan span) throws InterruptedException {
        Command command = received.command();
        CommandProcedure procedure = CommandProcedure.of(command, client.capabilities(), settings.patience());
        // A read that waited for an open circuit is late because calls fail, not because the worker is busy.
        ProviderResponse previous = !CommandProcedure.sends(command) && circuit.flow() == Flow.CUT ? refused() : null;
        boolean hasPermit = false;
        while (true) {
            Step step = procedure.next(now(), previous);
            previous = null;
            switch (step) {
                case Step.Done(Input answer) -> {
                    return answer;
                }
                case Step.Wait(Duration time) -> Thread.sleep(time);
                case Step.Call call -> {
                    if (!offset.isTrusted()) {
                        previous = CLOCK_OFF;
                    } else if (circuit.flow() == Flow.CUT) {
                        previous = refused();
                    } else if (!hasPermit) {
                        permits.acquire();
                        permitted.run();
                        hasPermit = true;
                    } else {
                        hasPermit = false;
                        previous = circuit.permits() ? call(call, received, span) : refused();
                    }
                }
            }
        }
    }

    /** The brokers' time, because commands state their times by the brokers' clocks. */
    private Instant now() {
        Instant brokers = offset.brokersTime();
        return brokers != null ? brokers : clock.instant();
    }

    private ProviderResponse refused() {
        meters.refused();
        return CIRCUIT_OPEN;
    }

    private ProviderResponse call(Step.Call call, ReceivedCommand received, StepSpan execute)
            throws InterruptedException {
        ProviderResponse response = timed(call, received, execute);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return response;
    }

    /** An adapter that throws may have sent the request before. */
    private ProviderResponse timed(Step.Call call, ReceivedCommand received, StepSpan execute) {
        String operation = nameOf(call);
        StepSpan span = CommandSpan.about(received, meters.account(), execute.call(TracedStep.PROVIDER))
                .doing(operation);
        CallWatch watch = new CallWatch(permits);
        long start = System.nanoTime();
        ProviderResponse response;
        try {
            response = TraceContext.during(
                    parentOf(span, received),
                    () -> HttpCalls.watched(watch, () -> call.make(client, settings.callTimeout())));
        } catch (RuntimeException | Error e) {
            meters.bug();
            span.failed(e.getClass());
            LOG.atError().addKeyValue("operation", operation).setCause(e).log("the adapter failed");
            response = new ProviderResponse.Unclear(
                    "the adapter failed: " + e.getClass().getSimpleName());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        CommandSpan.tell(span, response);
        span.end();
        meters.call(operation, response).record(took);
        if (Thread.currentThread().isInterrupted()) {
            circuit.abandoned();
        } else {
            circuit.heard(received.command().chargeId(), watch.failed(), took);
        }
        return response;
    }

    /** The parent for the provider's spans: our span, or else the request's. */
    private static @Nullable String parentOf(StepSpan span, ReceivedCommand received) {
        String own = span.traceparent();
        TraceParent trace = received.trace();
        return own != null || trace == null ? own : trace.text();
    }

    private static String nameOf(Step.Call call) {
        return switch (call) {
            case Step.Send _ -> "settle";
            case Step.LookUp _ -> "look_up";
            case Step.Describe _ -> "describe";
        };
    }
}
