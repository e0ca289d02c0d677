package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.decide.engine.DecideStreams;
import io.github.refundworker.decide.engine.StreamsSettings;
import io.github.refundworker.decide.store.ChargeKey;
import io.github.refundworker.decide.store.CommittedCharges;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology with one partition, whose inputs and outputs are told in the domain's words. */
final class DecideFixture implements AutoCloseable {
    static final AccountName MAIN = new AccountName("main");
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final Capabilities CANNOT_DESCRIBE =
            new Capabilities(Duration.ofHours(24), true, false, true, false, true, Map.of(new CurrencyCode("USD"), 2));

    private Instant now = NOON;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new DriverClock());
    final Standstills standstills;
    private final DecideSettings settings;
    private final DecisionFunction decider;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> inputs;
    boolean clockTrusted = true;
    private long offset;

    DecideFixture(DecisionFunction decider) {
        this(decider, settings(1, 1_000_000));
    }

    DecideFixture(DecisionFunction decider, StepSpans spans) {
        this(decider, settings(1, 1_000_000), spans);
    }

    DecideFixture(DecisionFunction decider, DecideSettings settings) {
        this(decider, settings, StepSpans.NONE);
    }

    private DecideFixture(DecisionFunction decider, DecideSettings settings, StepSpans spans) {
        this.settings = settings;
        this.decider = decider;
        DecideMetrics metrics = new DecideMetrics(registry, settings);
        CommittedCharges charges = nobodyReads();
        standstills = new Standstills("refund-inputs", registry);
        CommitPacer pacer = new CommitPacer(System::nanoTime, Duration.ZERO, Duration.ofMillis(100));
        driver = new TopologyTestDriver(
                DecideTopology.build(
                        settings,
                        () -> new DecideProcessor(
                                settings,
                                decider,
                                () -> clockTrusted ? now : null,
                                metrics,
                                noFlood(),
                                spans,
                                charges,
                                standstills,
                                () -> pacer)),
                config(),
                now);
        inputs = driver.createInputTopic("refund-inputs", new ByteArraySerializer(), new ByteArraySerializer());
    }

    static DeadLetterFlood noFlood() {
        return new DeadLetterFlood(
                "decide", new DeadLetterFlood.Settings(0, 1, Duration.ZERO), java.time.Clock.systemUTC());
    }

    static CommittedCharges nobodyReads() {
        return new CommittedCharges(1, () -> "here:1", () -> null);
    }

    static DecideSettings settings(int partitions, int recordLimit) {
        Policy policy = new Policy(
                "test", MAIN, Map.of(MAIN, CANNOT_DESCRIBE), false, Policy.Limits.DEFAULT, Policy.Ages.DEFAULT);
        return new DecideSettings(TopicNames.BARE, partitions, Set.of(MAIN), recordLimit, 100_000, policy);
    }

    static Properties config() {
        try {
            Path state = Files.createTempDirectory("decide");
            return DecideStreams.config(new StreamsSettings(
                    Map.of("bootstrap.servers", "none:1"),
                    "refund-decide",
                    "test",
                    "test",
                    () -> "here:1",
                    state,
                    1,
                    0,
                    new StreamsSettings.Commits(Duration.ZERO, Duration.ofMillis(100)),
                    1,
                    1,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What arrives

    /** $25 of a $100 charge. */
    void requested(String charge, String requestId, @Nullable String previouslyRefunded) {
        raw(charge, InputCodec.write(request(charge, requestId, previouslyRefunded)));
    }

    void requested(String charge, String requestId, @Nullable String previouslyRefunded, String trace) {
        Input.RefundRequested request = request(charge, requestId, previouslyRefunded);
        Source source = new Source("refund-requests", 3, request.source().offset(), now, trace);
        raw(charge, InputCodec.write(new Input.RefundRequested(now, source, request.body())));
    }

    Input.RefundRequested request(String charge, String requestId, @Nullable String previouslyRefunded) {
        RefundRequest body = new RefundRequest(
                new RequestId(requestId),
                new ChargeId(charge),
                new Asked.Part(new BigDecimal("25.00"), new CurrencyCode("USD")),
                previouslyRefunded == null ? null : new BigDecimal(previouslyRefunded),
                null,
                Money.of("100.00", "USD"),
                Texts.NONE);
        return new Input.RefundRequested(now, new Source("refund-requests", 3, offset++, now), body);
    }

    void completed(Command.Settle command) {
        ProviderRefund refund = new ProviderRefund(
                "p_1", command.refundId(), command.amount(), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
        Input answer =
                new Input.CommandAnswered(now, command.number(), command.refundId(), new Outcome.Completed(refund));
        raw(command.chargeId().value(), InputCodec.write(answer));
    }

    /** A person decides, with a tool that may name the input. */
    void decided(String charge, OperatorDecision decision, @Nullable String inputId) {
        RecordHeaders headers = new RecordHeaders();
        if (inputId != null) {
            headers.add("input-id", inputId.getBytes(US_ASCII));
        }
        raw(charge, InputCodec.write(new Input.OperatorDecided(now, decision, "ann", "seen")), headers);
    }

    void raw(@Nullable String key, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", TRACE.getBytes(UTF_8));
        raw(key, value, headers);
    }

    private void raw(@Nullable String key, byte @Nullable [] value, RecordHeaders headers) {
        inputs.pipeInput(new TestRecord<>(key == null ? null : key.getBytes(US_ASCII), value, headers, now));
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    // What follows

    List<TestRecord<byte[], byte[]>> written(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    Command.Settle settled() {
        return (Command.Settle)
                CommandCodec.read(written("refund-commands-main").getFirst().value());
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }

    @Nullable
    ChargeState stored(String charge) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(StoreNames.CHARGES);
        byte[] value = store.get(ChargeKey.of(new ChargeId(charge)));
        return value == null ? null : ChargeStateCodec.read(value);
    }

    boolean isDue(String charge) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(StoreNames.DUE);
        return store.get(charge.getBytes(US_ASCII)) != null;
    }

    double gauge(String metric, String... tags) {
        return registry.get(metric).tags(tags).gauge().value();
    }

    /** Another instance, which takes the partition over with its stores as they are. */
    TakenOver takenOver() {
        return takenOver(Map.of());
    }

    /** @param outdated entries of open work that its directory still has, by charge */
    TakenOver takenOver(Map<String, byte[]> outdated) {
        SimpleMeterRegistry other = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new DriverClock());
        var context = new MockProcessorContext<byte[], byte[]>(config(), new TaskId(0, 0), new File("target"));
        for (String name : List.of(StoreNames.CHARGES, StoreNames.DUE)) {
            KeyValueStore<byte[], byte[]> copy = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            copy.init(context.getStateStoreContext(), copy);
            KeyValueStore<byte[], byte[]> original = driver.getKeyValueStore(name);
            try (KeyValueIterator<byte[], byte[]> all = original.all()) {
                all.forEachRemaining(entry -> copy.put(entry.key, entry.value));
            }
        }
        KeyValueStore<byte[], byte[]> due = context.getStateStore(StoreNames.DUE);
        outdated.forEach((charge, entry) -> due.put(charge.getBytes(US_ASCII), entry));
        PartitionDecisions decisions = new PartitionDecisions(
                settings,
                decider,
                new DecideMetrics(other, settings),
                noFlood(),
                StepSpans.NONE,
                standstills,
                (charge, stored) -> {},
                context);
        decisions.show();
        return new TakenOver(decisions, context, other);
    }

    /** What the engine does with a partition once a second, without the engine. */
    final class TakenOver {
        private final PartitionDecisions decisions;
        private final MockProcessorContext<byte[], byte[]> context;
        final SimpleMeterRegistry registry;

        TakenOver(
                PartitionDecisions decisions,
                MockProcessorContext<byte[], byte[]> context,
                SimpleMeterRegistry registry) {
            this.decisions = decisions;
            this.context = context;
            this.registry = registry;
        }

        void correctOpenWork() {
            decisions.correctOpenWork();
            decisions.show();
        }

        void decideDue() {
            decisions.decideDue(now.toEpochMilli());
        }

        List<Command> commands() {
            return context.forwarded("commands-main").stream()
                    .map(forwarded ->
                            CommandCodec.read((byte[]) forwarded.record().value()))
                    .toList();
        }

        byte[] openWorkOf(String charge) {
            KeyValueStore<byte[], byte[]> due = context.getStateStore(StoreNames.DUE);
            return due.get(charge.getBytes(US_ASCII));
        }

        Set<String> openWork() {
            Set<String> charges = new TreeSet<>();
            KeyValueStore<byte[], byte[]> due = context.getStateStore(StoreNames.DUE);
            try (KeyValueIterator<byte[], byte[]> all = due.all()) {
                all.forEachRemaining(entry -> charges.add(new String(entry.key, US_ASCII)));
            }
            return charges;
        }
    }

    /** As another version or a fault left it. */
    void store(String charge, byte[] state) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(StoreNames.CHARGES);
        store.put(ChargeKey.of(new ChargeId(charge)), state);
    }

    byte[] storedBytes(String charge) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(StoreNames.CHARGES);
        return store.get(ChargeKey.of(new ChargeId(charge)));
    }

    byte[] openWorkOf(String charge) {
        KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(StoreNames.DUE);
        return store.get(charge.getBytes(US_ASCII));
    }

    private final class DriverClock implements Clock {
        @Override
        public long wallTime() {
            return now.toEpochMilli();
        }

        @Override
        public long monotonicTime() {
            return TimeUnit.MILLISECONDS.toNanos(wallTime());
        }
    }

    double count(String metric, String tag, String value) {
        return registry.get(metric).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        driver.close();
    }
}
