package io.github.refundworker.ops.deadletter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.intake.Intake;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.provider.CurrencyDigits;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The worker's real intake and decider over topics in memory, each of one partition, and a provider that pays whatever it
 * is asked to, as often as it is asked.
 */
final class RefundWorld {
    static final DeadLetterTopic TOPIC = DeadLetterTopic.REQUESTS;
    private static final Node NODE = new Node(0, "none", 1);

    private final Policy policy = new Policy(
            "test",
            new AccountName("main"),
            Map.of(
                    new AccountName("main"),
                    new Capabilities(Duration.ofHours(24), true, false, true, false, true, CurrencyDigits.ISO_4217)),
            false,
            Policy.Limits.DEFAULT,
            Policy.Ages.DEFAULT);
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            new Cluster(
                    "test",
                    List.of(NODE),
                    List.of(new PartitionInfo(TOPIC.names().inputs(), 0, NODE, new Node[0], new Node[0])),
                    Set.of(),
                    Set.of()),
            true,
            null,
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final DeadLetterFlood noFlood =
            new DeadLetterFlood("test", new DeadLetterFlood.Settings(0, 1, Duration.ZERO), Clock.systemUTC());
    private final Intake intake = new Intake(
            new IntakeSettings(TOPIC.names(), 1, 1_100_000, "test", false),
            TOPIC.names().requests(),
            producer,
            noFlood,
            noFlood,
            StepSpans.NONE,
            new SimpleMeterRegistry());

    private final List<ConsumerRecord<byte[], byte[]>> requests = new ArrayList<>();
    private final Deque<byte[]> inputs = new ArrayDeque<>();
    private final Map<ChargeId, ChargeState> charges = new HashMap<>();
    private int taken;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    /** What the provider paid, payment by payment. */
    final List<RefundId> paid = new ArrayList<>();

    /** Every event, as far as the revisions of refunds and the rejections go. */
    final List<String> told = new ArrayList<>();

    final List<DeadLetter> letters = new ArrayList<>();

    // Upstream

    void write(@Nullable String key, String value) {
        write(key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8), new RecordHeaders());
    }

    private void write(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        now = now.plusMillis(1);
        requests.add(record(TOPIC.names().requests(), requests.size(), key, value, headers));
    }

    private ConsumerRecord<byte[], byte[]> record(
            String topic, long offset, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                now.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    // The worker

    /** Takes and decides all there is. */
    void work() {
        producer.clear();
        intake.take(requests.subList(taken, requests.size()));
        taken = requests.size();
        for (ProducerRecord<byte[], byte[]> made : producer.history()) {
            if (made.topic().equals(TOPIC.names().inputs())) {
                inputs.add(made.value());
            } else {
                letters.add(
                        DeadLetter.of(record(TOPIC.name(), letters.size(), made.key(), made.value(), made.headers())));
            }
        }
        while (!inputs.isEmpty()) {
            now = now.plusMillis(1);
            Input input = InputCodec.read(inputs.removeFirst(), now);
            ChargeId charge = input instanceof Input.RefundRequested requested
                    ? requested.body().chargeId()
                    : answering;
            decide(charge, input);
        }
    }

    /** Answers are given one at a time, and an answer does not say whose it is. */
    private ChargeId answering = new ChargeId("none");

    private void decide(ChargeId charge, Input input) {
        ChargeState state = charges.getOrDefault(charge, ChargeState.NONE);
        if (Decider.decide(policy, charge, state, input) instanceof Decision.Next(ChargeState next, var effects)) {
            charges.put(charge, next);
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.SendCommand(var account, Command.Settle settle) -> pay(settle);
                    case Effect.SendCommand(var account, var other) -> throw new AssertionError(other);
                    case Effect.PublishStatus(StatusEvent event) -> tell(event);
                    case Effect.PublishBalance(var balance) -> {}
                }
            }
        }
    }

    private void pay(Command.Settle settle) {
        paid.add(settle.refundId());
        answering = settle.chargeId();
        inputs.addFirst(InputCodec.write(new Input.CommandAnswered(
                now,
                settle.number(),
                settle.refundId(),
                new Outcome.Completed(new ProviderRefund(
                        "p-" + settle.refundId(),
                        settle.refundId(),
                        settle.amount(),
                        ProviderStatus.SUCCEEDED,
                        null,
                        ProviderDetails.NONE)))));
    }

    private void tell(StatusEvent event) {
        switch (event) {
            case StatusEvent.Created(var refund, var balance) -> told.add(refund.id() + " " + refund.revision());
            case StatusEvent.Updated(var refund, var balance) -> told.add(refund.id() + " " + refund.revision());
            case StatusEvent.Rejected rejected ->
                told.add(rejected.requestId() + " " + rejected.rejection().code());
            case StatusEvent.Repeated repeated -> {}
        }
    }

    // What a replay needs

    PlannedLetters planned(List<LetterId> wanted) {
        Deque<LetterId> left = new ArrayDeque<>(wanted);
        return most -> {
            List<PlannedLetters.Planned> some = new ArrayList<>();
            while (some.size() < most && !left.isEmpty()) {
                LetterId id = left.removeFirst();
                some.add(new PlannedLetters.Planned(id, letters.get(Math.toIntExact(id.offset()))));
            }
            return some;
        };
    }

    void receive(ProducerRecord<byte[], byte[]> record) {
        write(record.key(), record.value(), record.headers());
    }

    Aftermath aftermath(String job) {
        return new Aftermath() {
            @Override
            public long redeaths() {
                return letters.stream()
                        .filter(letter -> job.equals(letter.replays().job()))
                        .count();
            }

            @Override
            public boolean settle(Map<TopicPartition, Long> sent, Duration patience, BooleanSupplier stop) {
                work();
                return true;
            }
        };
    }
}
