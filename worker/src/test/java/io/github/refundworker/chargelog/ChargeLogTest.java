package io.github.refundworker.chargelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.InputCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class ChargeLogTest {
    private static final TopicNames NAMES = new TopicNames("acme-");
    private static final ChargeLog LOG = NAMES.log(8);
    private static final ChargeId CHARGE = new ChargeId("ch_1");
    private static final Instant APPENDED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Input TOLD =
            new Input.OperatorDecided(Instant.EPOCH, new OperatorDecision.Refresh(), "ann", "to see");

    private static ConsumerRecord<byte[], byte[]> appended(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                0,
                APPENDED.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    @Test
    void shouldWriteUnderTheChargesIdWhereKafkasOwnClientWould() {
        ProducerRecord<byte[], byte[]> record = LOG.record(CHARGE, TOLD);

        assertThat(record.topic()).isEqualTo("acme-refund-inputs");
        assertThat(record.key()).isEqualTo("ch_1".getBytes(UTF_8));
        assertThat(record.partition()).isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % 8);
        assertThat(record.timestamp()).isNull();
    }

    @Test
    void shouldReadBackWhatWasWrittenWithTheTimeOfTheBroker() {
        ChargeLog.Entry entry = ChargeLog.read(appended(LOG.record(CHARGE, TOLD)));

        assertThat(entry.chargeId()).isEqualTo(CHARGE);
        assertThat(entry.input())
                .isEqualTo(new Input.OperatorDecided(APPENDED, new OperatorDecision.Refresh(), "ann", "to see"));
    }

    @Test
    void shouldPutAnAnswerWhereItsCommandCameFrom() {
        assertThat(LOG.record(3, CHARGE, InputCodec.write(TOLD)).partition()).isEqualTo(3);
    }

    @Test
    void shouldRefuseATopicWithAnotherNumberOfPartitions() {
        LOG.require("acme-refund-status", 8);

        assertThatThrownBy(() -> LOG.require("acme-refund-status", 9))
                .isInstanceOf(PartitionCountException.class)
                .hasMessageContaining("acme-refund-status has 9 partitions and 8 are configured");
    }

    @Test
    void shouldTakeTheNumberOnWhichAllTopicsAgree() {
        assertThat(ChargeLog.agreed(NAMES, Map.of("a", 8, "b", 8))).isEqualTo(LOG);
        assertThatThrownBy(() -> ChargeLog.agreed(NAMES, Map.of("a", 8, "b", 9)))
                .isInstanceOf(PartitionCountException.class)
                .hasMessageContaining("{a=8, b=9}");
    }

    @Test
    void shouldReadBackTheHeadersOfACommand() {
        RecordHeaders headers = new RecordHeaders();
        CommandHeaders.write(headers, 7, new RequestId("bestellung-ä-1"));

        assertThat(CommandHeaders.inputPartition(headers)).isEqualTo(7);
        assertThat(CommandHeaders.requestId(headers)).isEqualTo(new RequestId("bestellung-ä-1"));
    }
}
