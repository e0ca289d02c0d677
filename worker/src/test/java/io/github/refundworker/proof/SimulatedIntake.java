package io.github.refundworker.proof;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.Intake;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The requests topic, which anybody writes in any way, and the real intake that reads it. */
final class SimulatedIntake {
    private static final String REQUESTS = "refund-requests";
    private static final String INPUTS = "refund-inputs";
    private static final String DEAD_LETTERS = "refund-requests-dlt";
    private static final int BATCH = 3;
    private static final int MOST_PARTITIONS = 5;
    private static final Duration TROUBLE_EVERY = Duration.ofHours(30);
    private static final MeterRegistry METERS = new SimpleMeterRegistry();
    private static final Cluster CLUSTER = cluster();
    /** Whatever dies, the next are taken. */
    private static final DeadLetterFlood NEVER = new DeadLetterFlood(
            "simulation", new DeadLetterFlood.Settings(0, 1, Duration.ofSeconds(1)), Clock.systemUTC());

    /** @param replays how often what it holds had been replayed before it died */
    record DeadLetter(byte @Nullable [] key, byte[] value, int replays) {}

    private final Fate fate;
    private final Simulation simulation;
    private final Consumer<DeadLetter> died;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(CLUSTER, true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Intake intake = new Intake(
            new IntakeSettings(TopicNames.BARE, Simulation.PARTITIONS, 1024 * 1024, "simulation", false),
            TopicNames.BARE.requests(),
            producer,
            NEVER,
            NEVER,
            StepSpans.NONE,
            METERS);
    private final List<List<ConsumerRecord<byte[], byte[]>>> topic = new ArrayList<>();
    private final List<Integer> committed = new ArrayList<>();

    SimulatedIntake(Fate fate, Simulation simulation, Consumer<DeadLetter> died) {
        this.fate = fate;
        this.simulation = simulation;
        this.died = died;
        addPartition();
        addPartition();
        fate.later(fate.between(Duration.ofSeconds(1), TROUBLE_EVERY), this::trouble);
    }

    private void addPartition() {
        topic.add(new ArrayList<>());
        committed.add(0);
    }

    /** To any partition: whatever partitioner upstream has, and however often it changes. */
    void write(byte @Nullable [] key, byte[] value) {
        write(key, value, 0);
    }

    void replay(DeadLetter letter, byte @Nullable [] key) {
        simulation.tell(() -> "a dead letter is replayed");
        write(key, letter.value(), letter.replays() + 1);
    }

    private void write(byte @Nullable [] key, byte[] value, int replays) {
        int partition = fate.pick(topic.size());
        List<ConsumerRecord<byte[], byte[]>> records = topic.get(partition);
        RecordHeaders headers = new RecordHeaders();
        headers.add("replays", Integer.toString(replays).getBytes(StandardCharsets.US_ASCII));
        records.add(new ConsumerRecord<>(
                REQUESTS,
                partition,
                records.size(),
                fate.now().toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                key,
                value,
                headers,
                Optional.empty()));
        pollSoon(partition);
    }

    private void pollSoon(int partition) {
        fate.later(fate.aMoment(), () -> poll(partition));
    }

    private void poll(int partition) {
        List<ConsumerRecord<byte[], byte[]>> records = topic.get(partition);
        int from = committed.get(partition);
        if (from >= records.size()) {
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> batch = records.subList(from, Math.min(records.size(), from + BATCH));
        intake.take(batch);
        List<ProducerRecord<byte[], byte[]>> written = producer.history();
        producer.clear();
        if (fate.strikes(Fault.INTAKE_KILLED)) {
            // Some of the batch may be written, and all of it is read again.
            written.subList(0, fate.pick(written.size() + 1)).forEach(this::append);
        } else {
            written.forEach(this::append);
            committed.set(partition, from + batch.size());
        }
        pollSoon(partition);
    }

    private void append(ProducerRecord<byte[], byte[]> record) {
        if (record.topic().equals(INPUTS)) {
            simulation.append(record.partition(), record.key(), record.value());
            return;
        }
        simulation.tell(() -> "a request is dead-lettered");
        int replays = Integer.parseInt(
                new String(record.headers().lastHeader("replays").value(), StandardCharsets.US_ASCII));
        died.accept(new DeadLetter(record.key(), record.value(), replays));
    }

    private void trouble() {
        if (topic.size() < MOST_PARTITIONS && fate.strikes(Fault.PARTITIONS_ADDED)) {
            addPartition();
        }
        if (fate.strikes(Fault.REQUESTS_READ_AGAIN)) {
            simulation.tell(() -> "the requests are read again from the beginning");
            for (int i = 0; i < topic.size(); i++) {
                committed.set(i, 0);
                pollSoon(i);
            }
        }
        if (!fate.isCalm()) {
            fate.later(fate.between(Duration.ofSeconds(1), TROUBLE_EVERY), this::trouble);
        }
    }

    void checkRest() {
        for (int i = 0; i < topic.size(); i++) {
            if (committed.get(i) < topic.get(i).size()) {
                simulation.violated("requests rest that the intake has not taken");
            }
        }
    }

    private static Cluster cluster() {
        Node node = new Node(0, "localhost", 1);
        List<PartitionInfo> partitions = IntStream.range(0, Simulation.PARTITIONS)
                .mapToObj(i -> new PartitionInfo(INPUTS, i, node, new Node[0], new Node[0]))
                .toList();
        return new Cluster("proof", List.of(node), partitions, Set.of(), Set.of());
    }
}
