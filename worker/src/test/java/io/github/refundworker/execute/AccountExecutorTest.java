package io.github.refundworker.execute;

import static io.github.refundworker.provider.CommandFixture.ISSUED;
import static io.github.refundworker.provider.CommandFixture.held;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The executor between Kafka's own mock clients. */
class AccountExecutorTest {
    private static final String COMMANDS = "refund-commands-test";
    private static final TopicPartition PARTITION = new TopicPartition(COMMANDS, 0);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ProviderResponse.OfSettle PAID = new ProviderResponse.Found(held(ProviderStatus.SUCCEEDED));

    private final AtomicLong committedWhenClosed = new AtomicLong();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            super.commitSync(offsets);
            offsets.values().forEach(offset -> committedWhenClosed.set(offset.offset()));
        }
    };
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final ClockOffset offset = trusted();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeProvider provider = new FakeProvider();
    private final AccountExecutor executor = executor(producer, ExecutorSettings.DEFAULT);

    @AfterEach
    void close() {
        executor.close(Duration.ZERO);
    }

    @Test
    void answersACommandAndCommitsIt() {
        executor.start();
        assign(record(0, CommandFixture.settle(), "3"));
        ProducerRecord<byte[], byte[]> answer = answer(0);
        assertThat(answer.topic()).isEqualTo("refund-inputs");
        assertThat(answer.partition()).isEqualTo(3);
        assertThat(new String(answer.key(), StandardCharsets.UTF_8)).isEqualTo("ch_1");
        assertThat(answer.headers().lastHeader("traceparent").value()).isEqualTo(new byte[] {7});
        assertThat(read(answer))
                .isEqualTo(new Input.CommandAnswered(
                        ISSUED,
                        3,
                        CommandFixture.REFUND,
                        Outcome.of(held(ProviderStatus.SUCCEEDED, Money.of("25.00", "USD")))));
        awaitCommitted(1);
        assertThat(executor.health()).isEqualTo(new ExecutorHealth(ExecutorHealth.State.RUNNING, ""));
        assertThat(registry.get("refunds.provider.call")
                        .tags("provider", "test", "operation", "settle", "result", "found")
                        .timer()
                        .count())
                .isOne();
    }

    /** Neither may it keep its place among the calls in flight for ever, nor the breaker its trial call. */
    @Test
    void whatEndsInAnErrorIsAnsweredAsUnknown() {
        provider.settle = command -> {
            throw new StackOverflowError();
        };
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        assertThat(read(answer(0)))
                .isEqualTo(new Input.CommandAnswered(
                        ISSUED,
                        3,
                        CommandFixture.REFUND,
                        new Outcome.Unknown("the adapter failed: StackOverflowError")));
        awaitCommitted(1);
    }

    @Test
    void whatThrowsIsAnsweredAsUnknown() {
        provider.settle = command -> {
            throw new IllegalStateException("a bug of the adapter");
        };
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        assertThat(read(answer(0)))
                .isEqualTo(new Input.CommandAnswered(
                        ISSUED,
                        3,
                        CommandFixture.REFUND,
                        new Outcome.Unknown("the adapter failed: IllegalStateException")));
        awaitCommitted(1);
    }

    @Test
    void anAnswerTooLongForTheTopicIsUnavailable() {
        List<ProviderRefund> many = Collections.nCopies(5_000, held(ProviderStatus.SUCCEEDED));
        provider.describe = new ProviderResponse.Described(new Description.Found(Money.of("100", "USD"), many));
        executor.start();
        assign(record(0, CommandFixture.describe(), "0"));
        assertThat(read(answer(0)))
                .isInstanceOfSatisfying(
                        Input.ChargeDescribed.class,
                        described -> assertThat(described.description()).isInstanceOf(Description.Unavailable.class));
    }

    @Test
    void anUnreadableCommandStopsItsPartition() {
        executor.start();
        assign(
                record(0, CommandFixture.settle(), "0"),
                new ConsumerRecord<>(COMMANDS, 0, 1, new byte[0], new byte[] {'{'}),
                record(2, CommandFixture.settle(), "0"));
        awaitCommitted(1);
        await().untilAsserted(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
        assertThat(executor.health())
                .isEqualTo(new ExecutorHealth(
                        ExecutorHealth.State.IMPAIRED, "unreadable command at refund-commands-test-0-1"));
        assertThat(producer.history()).hasSize(1);
        assertThat(registry.get("refunds.execute.partitions.stopped").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void aCommandOfALaterVersionStopsItsPartition() {
        executor.start();
        byte[] later = "{\"v\":2,\"type\":\"Settle\",\"body\":[]}".getBytes(StandardCharsets.UTF_8);
        assign(new ConsumerRecord<>(COMMANDS, 0, 0, new byte[0], later), record(1, CommandFixture.settle(), "0"));
        await().untilAsserted(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
        assertThat(executor.health().detail())
                .isEqualTo("unreadable command at refund-commands-test-0-0: only a later version of the worker can read"
                        + " it: the record is in format 2, and this version reads formats up to 1");
        assertThat(producer.history()).isEmpty();
        awaitCommitted(0);
    }

    @Test
    void aCommandWithoutItsInputPartitionStopsItsPartition() {
        executor.start();
        assign(record(0, CommandFixture.settle(), "-1"));
        await().untilAsserted(() -> assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.IMPAIRED));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void anAnswerIsSentUntilItIsTaken() {
        MockProducer<byte[], byte[]> moody =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        AccountExecutor toIt = executor(moody, ExecutorSettings.DEFAULT);
        toIt.start();
        assign(record(0, CommandFixture.settle(), "0"));
        await().until(() -> moody.errorNext(new TimeoutException("no leader")));
        assertThat(toIt.health().detail()).contains("TimeoutException");
        assertThat(committed()).isZero();
        await().until(moody::completeNext);
        awaitCommitted(1);
        assertThat(toIt.health().state()).isEqualTo(ExecutorHealth.State.RUNNING);
        assertThat(moody.history()).hasSize(2);
        toIt.close(LONG);
    }

    @Test
    void aMissingOffsetStopsTheExecutor() {
        executor.start();
        consumer.schedulePollTask(() -> consumer.setPollException(new NoOffsetForPartitionException(PARTITION)));
        await().untilAsserted(() -> assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.FAILED));
        assertThat(executor.health().detail()).contains("NoOffsetForPartitionException");
        await().until(consumer::closed);
    }

    @Test
    void aBrokerThatIsAwayIsWaitedFor() {
        executor.start();
        consumer.schedulePollTask(() -> consumer.setPollException(new DisconnectException()));
        await().untilAsserted(() -> assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.IMPAIRED));
        await().untilAsserted(() -> assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.RUNNING));
        assign(record(0, CommandFixture.settle(), "0"));
        awaitCommitted(1);
    }

    @Test
    void closingLetsRunningCallsEnd() {
        CountDownLatch release = new CountDownLatch(1);
        provider.settle = command -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return PAID;
        };
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        await().until(() -> provider.isCalled);
        Thread closing = Thread.startVirtualThread(() -> executor.close(LONG));
        release.countDown();
        await().until(() -> !closing.isAlive());
        assertThat(producer.history()).hasSize(1);
        assertThat(committedWhenClosed).hasValue(1);
        assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.STOPPED);
    }

    @Test
    void closingInterruptsCallsThatDoNotEndInTime() {
        provider.settle = command -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ProviderResponse.Unclear("interrupted");
        };
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        await().until(() -> provider.isCalled);
        executor.close(Duration.ZERO);
        assertThat(producer.history()).isEmpty();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void anExecutorThatWasNeverStartedCanBeClosed() {
        assertThat(executor.health().state()).isEqualTo(ExecutorHealth.State.NEW);
        executor.close(LONG);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void callsAreSpacedByTheRateLimit() {
        AccountExecutor limited = executor(producer, withRate(50));
        limited.start();
        assign(
                record(0, CommandFixture.settle(new ChargeId("a"), Money.of("1", "USD")), "0"),
                record(1, CommandFixture.settle(new ChargeId("b"), Money.of("1", "USD")), "0"),
                record(2, CommandFixture.settle(new ChargeId("c"), Money.of("1", "USD")), "0"));
        awaitCommitted(3);
        assertThat(registry.get("refunds.provider.permit.wait").timer().count()).isGreaterThanOrEqualTo(1);
        limited.close(LONG);
    }

    @Test
    void anOpenCircuitCallsNobodyAndAnswersThatNothingWasSent() {
        provider.settle = command -> {
            HttpCalls.watch().unanswered();
            return new ProviderResponse.NotSent("connection refused", null);
        };
        ExecutorSettings.Breaker brief =
                new ExecutorSettings.Breaker(50, 2, Duration.ofSeconds(30), Duration.ofMillis(300), 1);
        AccountExecutor toIt = executor(producer, with(0, brief));
        toIt.start();
        assign(
                record(0, CommandFixture.settle(new ChargeId("a"), Money.of("1", "USD")), "0"),
                record(1, CommandFixture.settle(new ChargeId("b"), Money.of("1", "USD")), "0"));
        await().untilAsserted(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
        assertThat(List.of(read(answer(0)), read(answer(1))))
                .allSatisfy(answer ->
                        assertThat(((Input.CommandAnswered) answer).outcome()).isInstanceOf(Outcome.NotSent.class));
        awaitCommitted(2);
        provider.settle = command -> PAID;
        consumer.schedulePollTask(() ->
                consumer.addRecord(record(2, CommandFixture.settle(new ChargeId("c"), Money.of("1", "USD")), "0")));
        assertThat(((Input.CommandAnswered) read(answer(2))).outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(registry.get("refunds.provider.breaker.state").gauge().value())
                .isZero();
        assertThat(registry.get("refunds.provider.breaker.refused").counter().count())
                .isPositive();
        toIt.close(LONG);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, -5})
    void aClockThatIsDaysOffSendsNothingUntilItIsRight(long days) {
        ahead.set(Duration.ofDays(days));
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        await().untilAsserted(() -> assertThat(consumer.paused()).containsExactly(PARTITION));
        await().until(() -> registry.get("refunds.execute.backlog").gauge().value() == 1);
        assertThat(producer.history()).isEmpty();
        assertThat(provider.isCalled).isFalse();

        ahead.set(Duration.ZERO);

        assertThat(((Input.CommandAnswered) read(answer(0))).outcome()).isInstanceOf(Outcome.Completed.class);
        awaitCommitted(1);
    }

    @Test
    void aClockThatJumpsBetweenTwoAttemptsSendsNoMore() {
        provider.settle = command -> {
            ahead.set(Duration.ofDays(-5));
            return new ProviderResponse.NotSent("connection refused", null);
        };
        executor.start();
        assign(record(0, CommandFixture.settle(), "0"));
        assertThat(((Input.CommandAnswered) read(answer(0))).outcome())
                .isEqualTo(new Outcome.NotSent("not sent, as the process's clock is not the brokers'"));
        assertThat(registry.get("refunds.provider.call").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isOne();
    }

    /** Of a process that has compared its clock with a broker's. */
    private ClockOffset trusted() {
        Duration toIssued = Duration.between(Instant.now(), ISSUED);
        ClockOffset compared = new ClockOffset(
                ClockOffset.LIMIT, () -> Instant.now().plus(toIssued).plus(ahead.get()), System::nanoTime);
        compared.measured(Instant.now().plus(toIssued), System.nanoTime(), System.nanoTime());
        return compared;
    }

    private void awaitCommitted(long position) {
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(position));
    }

    @Test
    void whoseAccountItIsIsCommittedBesideItsOffset() {
        executor.start();
        assign(record(0, CommandFixture.settle(), "3"));
        awaitCommitted(1);
        assertThat(requireNonNull(consumer.committed(Set.of(PARTITION)).get(PARTITION))
                        .metadata())
                .isEqualTo("acct_1");
    }

    private long committed() {
        OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return committed == null ? 0 : committed.offset();
    }

    @SafeVarargs
    private void assign(ConsumerRecord<byte[], byte[]>... records) {
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.rebalance(List.of(PARTITION));
            consumer.seek(PARTITION, 0);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                consumer.addRecord(record);
            }
        });
    }

    private ProducerRecord<byte[], byte[]> answer(int index) {
        await().until(() -> producer.history().size() > index);
        return producer.history().get(index);
    }

    private static Input read(ProducerRecord<byte[], byte[]> answer) {
        return InputCodec.read(answer.value(), ISSUED);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, Command command, String inputPartition) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(COMMANDS, 0, offset, new byte[0], CommandCodec.write(command));
        record.headers().add("input-partition", inputPartition.getBytes(StandardCharsets.US_ASCII));
        record.headers().add("traceparent", new byte[] {7});
        return record;
    }

    private AccountExecutor executor(MockProducer<byte[], byte[]> answers, ExecutorSettings settings) {
        return new AccountExecutor(
                new AccountName("test"),
                COMMANDS,
                TopicNames.BARE.log(1),
                settings,
                provider,
                consumer,
                answers,
                StepSpans.NONE,
                "acct_1",
                offset,
                Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), ISSUED)),
                registry);
    }

    private static ExecutorSettings withRate(int ratePerSecond) {
        return with(ratePerSecond, ExecutorSettings.Breaker.DEFAULT);
    }

    private static ExecutorSettings with(int ratePerSecond, ExecutorSettings.Breaker breaker) {
        ExecutorSettings d = ExecutorSettings.DEFAULT;
        return new ExecutorSettings(
                d.maxInFlight(),
                d.backlog(),
                d.window(),
                d.patience(),
                d.callTimeout(),
                ratePerSecond,
                d.commitInterval(),
                breaker,
                d.answerBytes());
    }

    /** A provider that does what the test says. */
    private static final class FakeProvider implements ProviderClient {
        private volatile Function<Command.Settle, ProviderResponse.OfSettle> settle = command -> PAID;
        private volatile ProviderResponse.OfDescribe describe = new ProviderResponse.NotFound();
        private volatile boolean isCalled;

        @Override
        public Capabilities capabilities() {
            return new Capabilities(Duration.ofHours(24), true, true, true, false, true, Map.of());
        }

        @Override
        public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
            isCalled = true;
            ProviderResponse.OfSettle response = settle.apply(command);
            return response.equals(PAID)
                    ? new ProviderResponse.Found(new ProviderRefund(
                            "re_1",
                            command.refundId(),
                            command.amount(),
                            ProviderStatus.SUCCEEDED,
                            null,
                            held(ProviderStatus.SUCCEEDED).details()))
                    : response;
        }

        @Override
        public ProviderResponse.OfLookUp lookUp(
                ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
            return new ProviderResponse.NotFound();
        }

        @Override
        public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
            return describe;
        }

        @Override
        public void close() {}
    }
}
