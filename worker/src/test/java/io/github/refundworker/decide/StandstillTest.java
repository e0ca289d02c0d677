package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Before what must not be consumed a partition stands still: nothing of it is a bad record. */
class StandstillTest {
    private static final TopicPartition THIS = new TopicPartition("refund-inputs", 0);
    private static final TopicPartition OTHER = new TopicPartition("refund-inputs", 1);

    private static void assertNothingConsumed(DecideFixture decide, ThrowingCallable input, String... saying) {
        assertThatThrownBy(input).rootCause().isInstanceOf(StandstillException.class);
        assertThat(decide.written("refund-inputs-dlt")).isEmpty();
        assertThat(decide.written("refund-requests-dlt")).isEmpty();
        assertThat(decide.written("refund-status")).isEmpty();
        assertThat(decide.standstills.trouble()).contains(saying);
        assertThat(decide.gauge("refunds.decide.partitions.stopped")).isEqualTo(1);
    }

    @Test
    void shouldStopBeforeAStateThatALaterVersionWrote() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            byte[] later = {99, 1, 2, 3};
            decide.store("ch_1", later);

            assertNothingConsumed(
                    decide,
                    () -> decide.requested("ch_1", "r1", "0"),
                    "partition 0 stands still before refund-inputs-0-0",
                    "the state of charge ch_1 cannot be read",
                    "only a later version of the worker can read it",
                    "format 99");
            assertThat(decide.storedBytes("ch_1")).isEqualTo(later);
        }
    }

    @Test
    void shouldStopBeforeAnInputOfALaterVersion() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            assertNothingConsumed(
                    decide,
                    () -> decide.raw("ch_1", "{\"v\":2,\"type\":\"RefundRequested\",\"shape\":[1]}".getBytes(UTF_8)),
                    "the record is in format 2, and this version reads formats up to 1");
        }
    }

    @Test
    void shouldStopBeforeAnInputOfATypeThatOnlyALaterVersionKnows() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            assertNothingConsumed(
                    decide,
                    () -> decide.raw("ch_1", "{\"v\":1,\"type\":\"ChargeDisputed\"}".getBytes(UTF_8)),
                    "only a later version of the worker can read it: unknown type of input");
        }
    }

    /** The thread that ends restores its stores, so that damage of a local store alone is mended by then. */
    @Test
    void shouldStopBeforeADamagedStateOnceItsStoreIsRestored() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.written("refund-status");
            byte[] damaged = {1, 2, 3};
            decide.store("ch_1", damaged);
            Runnable request = () -> decide.requested("ch_1", "r2", "0");

            assertThatThrownBy(request::run).rootCause().hasMessageContaining("the state of charge ch_1");
            assertThat(decide.standstills.trouble()).isNull();

            assertThat(decide.standstills.onceMoreAt(0, 1, "as before")).hasMessageContaining("refund-inputs-0-1");
            assertThat(decide.standstills.trouble()).contains("partition 0 stands still");
        }
    }

    /** Nothing is consumed by a due time, so its charge waits and all others go on. */
    @Test
    void shouldLeaveOnlyTheOpenWorkOfAChargeUndoneThatCannotBeRead() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.requested("ch_2", "r2", "0");
            decide.written("refund-commands-main");
            byte[] later = {99};
            decide.store("ch_1", later);

            decide.pass(Duration.ofHours(1));
            decide.pass(Duration.ofHours(1));

            assertThat(decide.settled().chargeId().value()).isEqualTo("ch_2");
            assertThat(decide.written("refund-inputs-dlt")).isEmpty();
            assertThat(decide.storedBytes("ch_1")).isEqualTo(later);
            assertThat(decide.isDue("ch_1")).isTrue();
            assertThat(decide.standstills.trouble()).contains("in partition 0 the open work of charge ch_1 waits");
        }
    }

    @Test
    void shouldNotPayAgainUnderAnotherNamespace() {
        try (DecideFixture production = new DecideFixture(Decider::decide);
                DecideFixture renamed = new DecideFixture(Decider::decide, underNamespace("renamed"))) {
            byte[] request = InputCodec.write(production.request("ch_1", "r1", null));
            production.raw("ch_1", request);
            production.completed(production.settled());
            renamed.store("ch_1", production.storedBytes("ch_1"));

            assertNothingConsumed(
                    renamed,
                    () -> renamed.raw("ch_1", request),
                    "refunds.namespace is renamed",
                    "of charge ch_1 was made under another");
            assertThat(renamed.written("refund-commands-main")).isEmpty();
        }
    }

    private static DecideSettings underNamespace(String namespace) {
        DecideSettings settings = DecideFixture.settings(1, 1_000_000);
        Policy policy = settings.policy();
        return new DecideSettings(
                settings.names(),
                settings.partitions(),
                settings.accounts(),
                settings.recordLimit(),
                settings.deadLetterLimit(),
                new Policy(
                        namespace,
                        policy.defaultAccount(),
                        policy.accounts(),
                        policy.guardRequired(),
                        policy.limits(),
                        policy.ages()));
    }

    // What the thread gets that takes the place of the one that ended

    private final Standstills standstills = new Standstills("refund-inputs", new SimpleMeterRegistry());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    private ConsumerRecords<byte[], byte[]> polled(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
        }
        return standstills.keepBack(consumer, consumer.poll(Duration.ZERO));
    }

    private void assigned() {
        consumer.assign(List.of(THIS, OTHER));
        consumer.seek(THIS, 5);
        consumer.seek(OTHER, 5);
        standstills.opened(0);
        standstills.opened(1);
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        List<Long> offsets = new ArrayList<>();
        records.records(partition).forEach(record -> offsets.add(record.offset()));
        return offsets;
    }

    @Test
    void shouldGiveOutWhatStandsBeforeTheInputAndAllOfOtherPartitions() {
        assigned();
        standstills.at(0, 7, "why");

        consumer.addRecord(new ConsumerRecord<>("refund-inputs", 1, 5, new byte[0], new byte[0]));
        ConsumerRecords<byte[], byte[]> records = polled(THIS, 5, 6, 7, 8);

        assertThat(offsets(records, THIS)).containsExactly(5L, 6L);
        assertThat(offsets(records, OTHER)).containsExactly(5L);
        assertThat(requireNonNull(records.nextOffsets().get(THIS)).offset()).isEqualTo(7);
        assertThat(requireNonNull(records.nextOffsets().get(OTHER)).offset()).isEqualTo(6);
        assertThat(consumer.position(THIS)).isEqualTo(7);
        assertThat(consumer.paused()).isEqualTo(Set.of(THIS));
    }

    @Test
    void shouldGiveOutNothingFromTheInputOnThoughTheEngineResumes() {
        assigned();
        standstills.at(0, 5, "why");
        assertThat(polled(THIS, 5, 6).isEmpty()).isTrue();

        consumer.resume(Set.of(THIS));

        assertThat(polled(THIS, 5, 6).isEmpty()).isTrue();
        assertThat(consumer.position(THIS)).isEqualTo(5);
        assertThat(standstills.trouble()).contains("refund-inputs-0-5: why");
    }

    @Test
    void shouldGoOnBehindTheInputOnceAnotherInstanceHasDecidedOnIt() {
        assigned();
        standstills.at(0, 5, "why");
        consumer.seek(THIS, 6);

        assertThat(offsets(polled(THIS, 6), THIS)).containsExactly(6L);
        assertThat(standstills.trouble()).isNull();
    }

    @Test
    void shouldTellOfPartitionsThatAreHereOnly() {
        assigned();
        standstills.at(0, 5, "why");
        standstills.closed(0);

        assertThat(standstills.trouble()).isNull();
        assertThat(standstills
                        .keepBack(consumer, new ConsumerRecords<>(Map.of(), Map.of()))
                        .isEmpty())
                .isTrue();

        standstills.opened(0);
        assertThat(standstills.trouble()).contains("partition 0");
    }
}
