package io.github.refundworker.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.provider.CommandFixture;
import io.github.refundworker.tracing.RecordedSpans;
import io.github.refundworker.wire.CommandCodec;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReceivedCommandTest {
    private static final ChargeId CHARGE = new ChargeId("ch_1");
    private static final Instant ISSUED = Instant.parse("2026-11-30T20:00:00Z");

    private static ConsumerRecord<byte[], byte[]> record() {
        byte[] value = CommandCodec.write(CommandFixture.settle());
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("commands", 0, 0, new byte[0], value);
        record.headers().add("input-partition", "3".getBytes(UTF_8));
        return record;
    }

    private static ReceivedCommand withRequestId(byte[] value) {
        ConsumerRecord<byte[], byte[]> record = record();
        record.headers().add("request-id", value);
        return ReceivedCommand.of(record);
    }

    @Test
    void shouldNameInLogsWhatItIsAboutAndWhoAskedForIt() {
        ConsumerRecord<byte[], byte[]> record = record();
        record.headers().add("request-id", "bestellung-ä-1".getBytes(UTF_8));
        record.headers().add("traceparent", RecordedSpans.UNSAMPLED.getBytes(UTF_8));

        assertThat(ReceivedCommand.of(record).keys())
                .containsEntry("charge_id", "ch_1")
                .containsEntry("command", "3")
                .containsEntry("refund_id", CommandFixture.REFUND.toString())
                .containsEntry("request_id", "bestellung-ä-1")
                .containsEntry("trace_id", RecordedSpans.TRACE_ID)
                .hasSize(5);
    }

    @Test
    void shouldBeExecutedWithoutARequestIdAsOlderVersionsWroteIt() {
        assertThat(ReceivedCommand.of(record()).requestId()).isNull();
        assertThat(ReceivedCommand.of(record()).keys()).doesNotContainKey("request_id");
    }

    @Test
    void shouldPassOverARequestIdOfAWrongForm() {
        assertThat(withRequestId(new byte[0]).requestId()).isNull();
        assertThat(withRequestId("a\nb".getBytes(UTF_8)).requestId()).isNull();
        assertThat(withRequestId(new byte[] {(byte) 0xff, 'a'}).requestId()).isNull();
        assertThat(withRequestId("x".repeat(101).getBytes(UTF_8)).requestId()).isNull();
        assertThat(withRequestId("x".repeat(401).getBytes(UTF_8)).requestId()).isNull();
        assertThat(withRequestId("😀".repeat(100).getBytes(UTF_8)).requestId()).isNotNull();
    }

    @Test
    void shouldGiveACommandThatReadsItsWholeTimeFromWhereItStandsOnItsTopic() {
        Command.Describe describe = new Command.Describe(1, CHARGE, ISSUED, ISSUED.plusSeconds(20));
        Command.LookUp lookUp =
                new Command.LookUp(2, CHARGE, CommandFixture.REFUND, null, ISSUED, ISSUED.plusSeconds(20));

        assertThat(appended(describe, ISSUED.plusSeconds(45)).sendBy()).isEqualTo(ISSUED.plusSeconds(65));
        assertThat(appended(lookUp, ISSUED.plusSeconds(45)).sendBy()).isEqualTo(ISSUED.plusSeconds(65));
        assertThat(appended(describe, ISSUED).sendBy()).isEqualTo(ISSUED.plusSeconds(20));
        assertThat(appended(describe, ISSUED.minusSeconds(5)).sendBy()).isEqualTo(ISSUED.plusSeconds(20));
        assertThat(appended(describe, ISSUED.plusSeconds(3_600)).sendBy())
                .as("for so long the decider does not wait for the answer")
                .isEqualTo(ISSUED.plusSeconds(80));
    }

    @Test
    void shouldNeverGiveACommandThatSendsMoreTime() {
        Command.Settle settle = CommandFixture.settle();

        assertThat(appended(settle, settle.issuedAt().plusSeconds(45))).isEqualTo(settle);
    }

    private static Command appended(Command command, Instant when) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "commands",
                0,
                0,
                when.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                CommandCodec.write(command),
                new RecordHeaders().add("input-partition", "3".getBytes(UTF_8)),
                Optional.empty());
        return ReceivedCommand.of(record).command();
    }
}
