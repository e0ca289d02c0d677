package io.github.refundworker.execute;

import static io.github.refundworker.provider.CommandFixture.ISSUED;
import static io.github.refundworker.tracing.RecordedSpans.REQUEST_SPAN;
import static io.github.refundworker.tracing.RecordedSpans.SAMPLED;
import static io.github.refundworker.tracing.RecordedSpans.TRACE_ID;
import static io.github.refundworker.tracing.RecordedSpans.UNSAMPLED;
import static io.github.refundworker.tracing.RecordedSpans.attributes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.tracing.RecordedSpans;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.tracing.TraceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A command and its calls, as the trace of its request shows them. */
class CommandSpanTest {
    private static final AccountName MAIN = new AccountName("main");
    private static final ProviderResponse DECLINED =
            new ProviderResponse.Refused(new StatusInfo("card_closed", "of 25.00 USD"));

    private final RecordedSpans recorded = new RecordedSpans();
    private final Scripted provider = new Scripted();

    /** Answers in turn, and fails once nothing is left. */
    private static final class Scripted implements ProviderClient {
        private final Deque<ProviderResponse> responses = new ArrayDeque<>();
        private final List<String> parents = new ArrayList<>();

        private ProviderResponse next() {
            parents.add(String.valueOf(TraceContext.parent()));
            return responses.remove();
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(Duration.ofHours(24), true, true, true, false, true, Map.of());
        }

        @Override
        public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
            return (ProviderResponse.OfSettle) next();
        }

        @Override
        public ProviderResponse.OfLookUp lookUp(
                ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
            return (ProviderResponse.OfLookUp) next();
        }

        @Override
        public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
            return (ProviderResponse.OfDescribe) next();
        }

        @Override
        public void close() {}
    }

    private Input run(StepSpans spans, @Nullable String traceparent) throws InterruptedException {
        ClockOffset offset = new ClockOffset(ClockOffset.LIMIT, () -> ISSUED, System::nanoTime);
        offset.measured(ISSUED, System.nanoTime(), System.nanoTime());
        ExecutorMeters meters = new ExecutorMeters(MAIN, new SimpleMeterRegistry());
        CommandRunner runner = new CommandRunner(
                provider,
                ExecutorSettings.DEFAULT,
                new CallCircuit("main", ExecutorSettings.Breaker.DEFAULT, new SteadyClock(System::nanoTime)),
                new CallPermits(new CallPace(0, 1), System::nanoTime, meters),
                meters,
                spans,
                offset,
                Clock.fixed(ISSUED, ZoneOffset.UTC));
        ReceivedCommand received = new ReceivedCommand(
                CommandFixture.settle(),
                0,
                new RequestId("r-1"),
                traceparent == null ? null : traceparent.getBytes(US_ASCII));
        return runner.run(received, () -> {});
    }

    private SpanData named(String name) {
        return recorded.ended().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBeOneSpanWithACallEachBelow() throws InterruptedException {
        provider.responses.add(new ProviderResponse.Unclear("no answer within PT5S"));
        provider.responses.add(new ProviderResponse.NotFound());
        run(recorded.spans(), SAMPLED);

        assertThat(recorded.ended())
                .extracting(SpanData::getName)
                .containsExactly("provider settle", "provider look_up", "execute settle");
        SpanData command = named("execute settle");
        assertThat(command.getParentSpanId()).isEqualTo(REQUEST_SPAN);
        assertThat(named("provider settle").getParentSpanId()).isEqualTo(command.getSpanId());
        assertThat(named("provider look_up").getParentSpanId()).isEqualTo(command.getSpanId());
        assertThat(provider.parents)
                .containsExactly(
                        "00-" + TRACE_ID + "-" + named("provider settle").getSpanId() + "-01",
                        "00-" + TRACE_ID + "-" + named("provider look_up").getSpanId() + "-01");
    }

    @Test
    void shouldSayWhatItIsAboutAndTheCodeOfARefusalAndNoMore() throws InterruptedException {
        provider.responses.add(DECLINED);
        run(recorded.spans(), SAMPLED);

        Map<String, String> about = Map.of(
                "charge_id", "ch_1",
                "refund_id", CommandFixture.REFUND.toString(),
                "request_id", "r-1",
                "account", "main",
                "code", "card_closed");
        assertThat(attributes(named("provider settle")))
                .containsAllEntriesOf(about)
                .containsEntry("outcome", "refused")
                .hasSize(about.size() + 1);
        assertThat(attributes(named("execute settle")))
                .containsAllEntriesOf(about)
                .containsEntry("outcome", "declined")
                .hasSize(about.size() + 1);
    }

    @Test
    void shouldShowAnAdapterThatThrowsAsAnError() throws InterruptedException {
        run(recorded.spans(), SAMPLED);

        SpanData call = named("provider settle");
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(call.getStatus().getDescription()).isEqualTo("NoSuchElementException");
        assertThat(attributes(call)).containsEntry("outcome", "unclear");
        assertThat(attributes(named("execute settle"))).containsEntry("outcome", "unknown");
    }

    @Test
    void shouldSendTheRequestsOwnHeaderWhereNothingIsRecorded() throws InterruptedException {
        provider.responses.addAll(List.of(DECLINED, DECLINED, DECLINED));
        run(recorded.spans(), UNSAMPLED);
        run(StepSpans.NONE, SAMPLED);
        run(recorded.spans(), null);

        assertThat(recorded.ended()).isEmpty();
        assertThat(provider.parents).containsExactly(UNSAMPLED, SAMPLED, "null");
        assertThat(requireNonNull(provider.responses)).isEmpty();
    }
}
