package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a task asks for a commit. */
class DecideProcessorTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final DecideSettings settings = DecideFixture.settings(1, 1_000_000);
    private final MockProcessorContext<byte[], byte[]> context =
            new MockProcessorContext<>(DecideFixture.config(), new TaskId(0, 0), new File("target"));
    private long nanos = 1_000_000_000;
    private final CommitPacer pacer = new CommitPacer(() -> nanos, PAUSE, Duration.ofMillis(100));
    private final DecideProcessor processor = new DecideProcessor(
            settings,
            Decider::decide,
            () -> DecideFixture.NOON,
            new DecideMetrics(new SimpleMeterRegistry(), settings),
            DecideFixture.noFlood(),
            StepSpans.NONE,
            DecideFixture.nobodyReads(),
            new Standstills("refund-inputs", new SimpleMeterRegistry()),
            () -> pacer);

    @BeforeEach
    void start() {
        for (String name : List.of(StoreNames.CHARGES, StoreNames.DUE)) {
            KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
        }
        processor.init(context);
    }

    static Input request(String charge, long offset) {
        RefundRequest body = new RefundRequest(
                new RequestId("r" + offset),
                new ChargeId(charge),
                new Asked.Part(new BigDecimal("25.00"), new CurrencyCode("USD")),
                null,
                null,
                Money.of("100.00", "USD"),
                Texts.NONE);
        Source source = new Source("refund-requests", 0, offset, DecideFixture.NOON);
        return new Input.RefundRequested(DecideFixture.NOON, source, body);
    }

    private void arrives(String charge, Input input) {
        processor.process(
                new Record<>(charge.getBytes(US_ASCII), InputCodec.write(input), DecideFixture.NOON.toEpochMilli()));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** As the engine does when it was asked. */
    private void commits() {
        context.resetCommit();
        pacer.committed();
    }

    private CapturedPunctuator alarm() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> punctuator.getInterval().compareTo(Duration.ofMillis(100)) <= 0)
                .toList()
                .getLast();
    }

    private static void ring(CapturedPunctuator alarm) {
        alarm.getPunctuator().punctuate(DecideFixture.NOON.toEpochMilli());
    }

    @Test
    void shouldCommitAtOnceAfterAPause() {
        arrives("ch_1", request("ch_1", 1));

        assertThat(context.committed()).isTrue();
    }

    @Test
    void shouldCommitWhenTheAlarmRings() {
        commits();
        arrives("ch_1", request("ch_1", 1));
        arrives("ch_2", request("ch_2", 2));
        assertThat(context.committed()).isFalse();

        pass(pacer.pause().plusMillis(1));
        ring(alarm());

        assertThat(context.committed()).isTrue();
        assertThat(alarm().cancelled()).isTrue();
    }

    @Test
    void shouldNotCommitWhenAnAlarmRingsThatACommitOvertook() {
        commits();
        arrives("ch_1", request("ch_1", 1));
        CapturedPunctuator overtaken = alarm();
        // The pause is over, but not yet the whole millisecond that the alarm had to wait for.
        pass(pacer.pause().plusNanos(1));
        arrives("ch_2", request("ch_2", 2));
        assertThat(context.committed()).isTrue();
        commits();

        ring(overtaken);

        assertThat(context.committed()).isFalse();
        assertThat(overtaken.cancelled()).isTrue();
    }

    @Test
    void shouldNotCommitForAnInputThatIsIgnored() {
        arrives("ch_1", request("ch_1", 1));
        commits();
        pass(Duration.ofSeconds(1));

        arrives("ch_1", request("ch_1", 1));

        assertThat(context.committed()).isFalse();
        assertThat(pacer.hasAlarm()).isFalse();
    }

    @Test
    void shouldCommitForADecisionOfAPersonEvenIfItIsIgnored() {
        arrives("ch_1", request("ch_1", 1));
        commits();
        pass(Duration.ofSeconds(1));

        arrives(
                "ch_unknown",
                new Input.OperatorDecided(DecideFixture.NOON, new OperatorDecision.Refresh(), "ops", "why"));

        assertThat(context.committed()).isTrue();
    }

    @Test
    void shouldCommitADeadLetter() {
        processor.process(new Record<>("ch_1".getBytes(US_ASCII), new byte[] {'['}, DecideFixture.NOON.toEpochMilli()));

        assertThat(context.committed()).isTrue();
    }
}
