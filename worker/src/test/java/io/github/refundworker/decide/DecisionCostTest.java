package io.github.refundworker.decide;

import static io.github.refundworker.decide.DecideFixture.NOON;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What a refund costs in records and in memory. Counted and not timed, so that it is the same on every machine. */
class DecisionCostTest {
    private static final int WARMUP = 500;
    private static final int REFUNDS = 500;

    /**
     * Bytes that the two decisions of a refund allocate, with the stores' and the test's own part. A limit and not a
     * measure: a just-in-time compiler only makes it less.
     */
    private static final long BYTES_A_REFUND = 52_000;

    @Test
    void shouldWriteNineRecordsForARefundBesidesItsInputs() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.completed(decide.settled());

            Map<String, Integer> records = new TreeMap<>();
            for (String topic : List.of(
                    "refund-status",
                    "charge-balances",
                    "refund-decide-charges-changelog",
                    "refund-decide-due-changelog")) {
                records.put(topic, decide.written(topic).size());
            }
            // And its command, which was read above.
            assertThat(records)
                    .isEqualTo(Map.of(
                            "refund-status", 2,
                            "charge-balances", 2,
                            "refund-decide-charges-changelog", 2,
                            "refund-decide-due-changelog", 2));
        }
    }

    @Test
    void shouldNotAllocateMuchForARefund() {
        DecideSettings settings = DecideFixture.settings(1, 1_000_000);
        var context =
                new MockProcessorContext<byte[], byte[]>(DecideFixture.config(), new TaskId(0, 0), new File("target"));
        for (String name : List.of(StoreNames.CHARGES, StoreNames.DUE)) {
            KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
        }
        PartitionDecisions decisions = new PartitionDecisions(
                settings,
                Decider::decide,
                new DecideMetrics(new SimpleMeterRegistry(), settings),
                DecideFixture.noFlood(),
                StepSpans.NONE,
                new Standstills("refund-inputs", new SimpleMeterRegistry()),
                (charge, stored) -> {},
                context);
        refund(decisions, context, 0, WARMUP);

        long bytes = refund(decisions, context, WARMUP, REFUNDS);

        assertThat(bytes / REFUNDS).as("bytes a refund").isLessThan(BYTES_A_REFUND);
    }

    /** @return bytes that the decisions allocated; making inputs and reading commands is not counted */
    private static long refund(
            PartitionDecisions decisions, MockProcessorContext<byte[], byte[]> context, int from, int refunds) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int i = from; i < from + refunds; i++) {
            String charge = "ch_" + i;
            Record<byte[], byte[]> request = record(charge, DecideProcessorTest.request(charge, i));
            long before = threads.getCurrentThreadAllocatedBytes();
            decisions.decide(request);
            bytes += threads.getCurrentThreadAllocatedBytes() - before;
            Record<byte[], byte[]> answer = record(charge, answer(settle(context)));
            context.resetForwards();
            before = threads.getCurrentThreadAllocatedBytes();
            decisions.decide(answer);
            bytes += threads.getCurrentThreadAllocatedBytes() - before;
            context.resetForwards();
        }
        return bytes;
    }

    private static Record<byte[], byte[]> record(String charge, Input input) {
        return new Record<>(charge.getBytes(US_ASCII), InputCodec.write(input), NOON.toEpochMilli());
    }

    private static Command.Settle settle(MockProcessorContext<byte[], byte[]> context) {
        String sink = DecideTopology.commands(DecideFixture.MAIN);
        return (Command.Settle)
                CommandCodec.read(context.forwarded(sink).getFirst().record().value());
    }

    private static Input answer(Command.Settle command) {
        ProviderRefund refund = new ProviderRefund(
                "p_1", command.refundId(), command.amount(), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
        return new Input.CommandAnswered(NOON, command.number(), command.refundId(), new Outcome.Completed(refund));
    }
}
