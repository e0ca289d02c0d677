package io.github.refundworker.decide;

import static io.github.refundworker.decide.DecideFixture.MAIN;
import static io.github.refundworker.decide.DecideFixture.TRACE;
import static io.github.refundworker.decide.DecideFixture.header;
import static io.github.refundworker.decide.DecideFixture.settings;
import static io.github.refundworker.decide.DecideFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.Approved;
import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.tracing.StepSpans;
import io.github.refundworker.wire.InputCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class DecideTopologyTest {
    @Test
    void shouldHaveTheApprovedShape() {
        DecideSettings settings = settings(8, 1_000_000);
        DecideMetrics metrics = new DecideMetrics(new SimpleMeterRegistry(), settings);
        CommitPacer pacer = new CommitPacer(System::nanoTime, Duration.ZERO, Duration.ZERO);
        String description = DecideTopology.build(
                        settings,
                        () -> new DecideProcessor(
                                settings,
                                Decider::decide,
                                () -> null,
                                metrics,
                                DecideFixture.noFlood(),
                                StepSpans.NONE,
                                DecideFixture.nobodyReads(),
                                new Standstills("refund-inputs", new SimpleMeterRegistry()),
                                () -> pacer))
                .describe()
                .toString();

        Approved.verify("io/github/refundworker/decide/topology.txt", description);
    }

    @Test
    void shouldWriteEverythingThatFollowsFromARequest() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");

            var commands = decide.written("refund-commands-main");
            var statuses = decide.written("refund-status");
            var balances = decide.written("charge-balances");
            assertThat(commands).hasSize(1);
            assertThat(header(commands.getFirst(), "input-partition")).isEqualTo("0");
            assertThat(header(commands.getFirst(), "request-id")).isEqualTo("r1");
            assertThat(statuses).hasSize(1);
            assertThat(header(statuses.getFirst(), "ce_type")).isEqualTo("io.github.refundworker.refund.created.v1");
            assertThat(header(statuses.getFirst(), "ce_time")).isEqualTo("2026-11-01T12:00:00Z");
            assertThat(text(balances.getFirst().value())).contains("\"pendingAmount\":\"25.00\"");
            for (var records : List.of(commands, statuses, balances)) {
                assertThat(text(records.getFirst().key())).isEqualTo("ch_1");
                assertThat(header(records.getFirst(), "traceparent")).isEqualTo(TRACE);
            }
            assertThat(decide.stored("ch_1")).isNotNull();
            assertThat(decide.isDue("ch_1")).isTrue();
            assertThat(decide.count("refunds.requests", "outcome", "accepted")).isEqualTo(1);
        }
    }

    @Test
    void shouldRefundOnceWhatWasAskedTwiceAndKeepTheRestRefundable() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.completed(decide.settled());
            decide.requested("ch_1", "r2", "0");

            List<String> types = decide.written("refund-status").stream()
                    .map(status -> header(status, "ce_type"))
                    .toList();
            assertThat(types)
                    .containsExactly(
                            "io.github.refundworker.refund.created.v1",
                            "io.github.refundworker.refund.updated.v1",
                            "io.github.refundworker.refund.rejected.v1");
            assertThat(decide.isDue("ch_1")).isFalse();
            assertThat(decide.written("refund-commands-main")).isEmpty();
            assertThat(text(decide.written("charge-balances").getLast().value()))
                    .contains("\"refundedAmount\":\"25.00\"", "\"refundableAmount\":\"75.00\"");
            assertThat(decide.count("refunds.completed", "status", "succeeded")).isEqualTo(1);
            assertThat(decide.count("refunds.requests", "outcome", "rejected")).isEqualTo(1);
        }
    }

    @Test
    void shouldDecideAgainOnceNothingWasHeardInTime() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            Command.Settle first = decide.settled();

            decide.pass(Duration.ofHours(1));
            decide.pass(Duration.ofHours(1));

            assertThat(decide.settled().number()).isGreaterThan(first.number());
        }
    }

    @Test
    void shouldDeadLetterARequestThatCannotBeDecidedAndGoOn() {
        DecisionFunction failing = (policy, chargeId, state, input) -> {
            if (chargeId.value().equals("ch_bad")) {
                throw new IllegalStateException("a bug");
            }
            return Decider.decide(policy, chargeId, state, input);
        };
        try (DecideFixture decide = new DecideFixture(failing)) {
            decide.requested("ch_bad", "r1", "0");
            decide.requested("ch_1", "r2", "0");

            TestRecord<byte[], byte[]> letter =
                    decide.written("refund-requests-dlt").getFirst();
            assertThat(header(letter, "refunds-dlt-reason")).isEqualTo("UNDECIDABLE");
            assertThat(header(letter, "kafka_dlt-original-topic")).isEqualTo("refund-inputs");
            assertThat(header(letter, "kafka_dlt-exception-fqcn")).isEqualTo("java.lang.IllegalStateException");
            assertThat(header(letter, "kafka_dlt-exception-message")).isEqualTo("a bug");
            assertThat(header(letter, "kafka_dlt-exception-stacktrace"))
                    .contains("at io.github.refundworker.decide.DecideTopologyTest");
            assertThat(number(letter, "kafka_dlt-original-offset")).isZero();
            assertThat(decide.stored("ch_bad")).isNull();
            assertThat(decide.written("refund-commands-main")).hasSize(1);
            assertThat(decide.count("refunds.dead.lettered", "reason", "undecidable"))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldKeepAnAnswerThatCannotBeDecidedForForensics() {
        DecisionFunction failing = (policy, chargeId, state, input) -> {
            if (input instanceof Input.CommandAnswered) {
                throw new IllegalStateException("a bug");
            }
            return Decider.decide(policy, chargeId, state, input);
        };
        try (DecideFixture decide = new DecideFixture(failing)) {
            decide.requested("ch_1", "r1", "0");
            var before = decide.stored("ch_1");

            decide.completed(decide.settled());

            assertThat(decide.written("refund-inputs-dlt")).hasSize(1);
            assertThat(decide.stored("ch_1")).isEqualTo(before);
            assertThat(decide.isDue("ch_1")).isTrue();
        }
    }

    @Test
    void shouldFindNothingDueByAClockThatIsNotTheBrokers() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.settled();
            decide.clockTrusted = false;
            decide.pass(Duration.ofDays(5));
            assertThat(decide.written("refund-commands-main")).isEmpty();

            decide.clockTrusted = true;
            decide.pass(Duration.ofSeconds(1));
            decide.pass(Duration.ofMinutes(1));
            assertThat(decide.written("refund-commands-main")).hasSize(1);
        }
    }

    @Test
    void shouldNotTryAnUndecidableDueTimeEverySecond() {
        DecisionFunction failing = (policy, chargeId, state, input) -> {
            if (input instanceof Input.DeadlinePassed) {
                throw new IllegalStateException("a bug");
            }
            return Decider.decide(policy, chargeId, state, input);
        };
        try (DecideFixture decide = new DecideFixture(failing)) {
            decide.requested("ch_1", "r1", "0");

            decide.pass(Duration.ofHours(1));
            decide.pass(Duration.ofSeconds(10));
            decide.pass(Duration.ofMinutes(10));

            assertThat(decide.written("refund-inputs-dlt")).hasSize(2);
        }
    }

    @Test
    void shouldWriteNothingForAnAccountThatIsNotConfigured() {
        DecisionFunction wrong = (policy, chargeId, state, input) -> {
            Decision.Next next = (Decision.Next) Decider.decide(policy, chargeId, state, input);
            return new Decision.Next(
                    next.state(),
                    next.effects().stream().map(DecideTopologyTest::misdirect).toList());
        };
        try (DecideFixture decide = new DecideFixture(wrong)) {
            decide.requested("ch_1", "r1", "0");

            assertThat(decide.written("refund-requests-dlt")).hasSize(1);
            assertThat(decide.written("refund-status")).isEmpty();
            assertThat(decide.stored("ch_1")).isNull();
        }
    }

    private static Effect misdirect(Effect effect) {
        return effect instanceof Effect.SendCommand(var account, var command) && account.equals(MAIN)
                ? new Effect.SendCommand(new AccountName("gone"), command)
                : effect;
    }

    @Test
    void shouldWriteNothingIfAnyOfItIsTooLarge() {
        try (DecideFixture decide = new DecideFixture(Decider::decide, settings(1, 700))) {
            decide.requested("ch_1", "r1", "0");

            TestRecord<byte[], byte[]> letter =
                    decide.written("refund-requests-dlt").getFirst();
            assertThat(header(letter, "refunds-dlt-reason")).isEqualTo("OUTPUT_TOO_LARGE");
            assertThat(decide.written("refund-status")).isEmpty();
            assertThat(decide.stored("ch_1")).isNull();
        }
    }

    @Test
    void shouldNotDecideInAPartitionThatIsNotTheCharges() {
        String elsewhere = IntStream.range(0, 100)
                .mapToObj(i -> "ch_" + i)
                .filter(id -> PartitionHash.partition(new ChargeId(id), 2) == 1)
                .findFirst()
                .orElseThrow();
        try (DecideFixture decide = new DecideFixture(Decider::decide, settings(2, 1_000_000))) {
            decide.requested(elsewhere, "r1", "0");

            TestRecord<byte[], byte[]> letter =
                    decide.written("refund-requests-dlt").getFirst();
            assertThat(header(letter, "refunds-dlt-reason")).isEqualTo("MISROUTED");
            assertThat(decide.stored(elsewhere)).isNull();
        }
    }

    @Test
    void shouldNotDecideARequestUnderAnotherChargesKey() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.raw("ch_2", InputCodec.write(decide.request("ch_1", "r1", "0")));

            assertThat(header(decide.written("refund-requests-dlt").getFirst(), "refunds-dlt-reason"))
                    .isEqualTo("MISKEYED");
        }
    }

    @Test
    void shouldKeepWhatItCannotRead() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.raw("ch_1", "no input".getBytes(UTF_8));
            decide.raw(null, InputCodec.write(decide.request("ch_1", "r1", "0")));
            decide.raw("ch_1", null);

            assertThat(decide.written("refund-inputs-dlt"))
                    .extracting(letter -> header(letter, "refunds-dlt-reason"))
                    .containsExactly("UNREADABLE", "UNREADABLE", "UNREADABLE");
        }
    }

    @Test
    void shouldCountACopyOfARequestAsIgnored() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            byte[] request = InputCodec.write(decide.request("ch_1", "r1", "0"));
            decide.raw("ch_1", request);
            decide.raw("ch_1", request);

            assertThat(decide.written("refund-commands-main")).hasSize(1);
            assertThat(decide.count("refunds.requests", "outcome", "ignored")).isEqualTo(1);
        }
    }

    @Test
    void shouldShowWhatIsOwedAndNothingOnceAllIsOver() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.requested("ch_2", "r2", "0");
            Command.Settle first = decide.settled();
            decide.requested("ch_2", "r3", "25.00");
            decide.pass(Duration.ofSeconds(40));

            assertThat(decide.gauge("refunds.pending")).isEqualTo(2);
            assertThat(decide.gauge("refunds.waiting")).isEqualTo(1);
            assertThat(decide.gauge("refunds.pending.amount", "stage", "submitted", "currency", "USD"))
                    .isEqualTo(50);

            decide.completed(first);
            decide.pass(Duration.ofSeconds(1));

            assertThat(decide.gauge("refunds.pending")).isEqualTo(1);
            assertThat(decide.registry.get("refunds.latency").timer().totalTime(TimeUnit.SECONDS))
                    .isEqualTo(40);
            assertThat(decide.count("refunds.amount", "status", "succeeded")).isEqualTo(25);
        }
    }

    @Test
    void shouldShowWhatIsOwedAgainAfterARestart() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", "0");
            decide.pass(Duration.ofSeconds(70));

            SimpleMeterRegistry other = decide.takenOver().registry;

            assertThat(other.get("refunds.pending").gauge().value()).isEqualTo(1);
            assertThat(other.get("refunds.pending.oldest.age")
                            .tag("stage", "submitted")
                            .gauge()
                            .value())
                    .isEqualTo(70);
        }
    }

    @Test
    void shouldKeepEveryRecordInItsRequestsTrace() {
        try (DecideFixture decide = new DecideFixture(Decider::decide)) {
            decide.requested("ch_1", "r1", null, "00-11111111111111111111111111111111-1111111111111111-01");
            Command.Settle first = decide.settled();
            decide.requested("ch_1", "r2", null, "00-22222222222222222222222222222222-2222222222222222-01");
            decide.completed(first);

            assertThat(decide.written("refund-status"))
                    .extracting(status -> header(status, "traceparent").substring(3, 5))
                    .containsExactly("11", "11", "22");
            assertThat(header(decide.written("refund-commands-main").getFirst(), "traceparent"))
                    .startsWith("00-22");
        }
    }

    private static long number(TestRecord<byte[], byte[]> record, String header) {
        return ByteBuffer.wrap(record.headers().lastHeader(header).value()).getLong();
    }
}
