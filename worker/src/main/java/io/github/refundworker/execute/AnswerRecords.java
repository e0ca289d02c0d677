package io.github.refundworker.execute;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.domain.Input;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.wire.InputCodec;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the record of an answer; one that cannot be written as it is becomes the answer that claims nothing. */
final class AnswerRecords {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerRecords.class);

    private final ChargeLog log;
    private final int maxBytes;
    private final Clock clock;

    AnswerRecords(ChargeLog log, int maxBytes, Clock clock) {
        this.log = log;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    ProducerRecord<byte[], byte[]> of(ReceivedCommand received, Input answer) {
        byte[] value;
        try {
            value = InputCodec.write(answer);
        } catch (RuntimeException e) {
            LOG.error("an answer cannot be written", e);
            return unknown(
                    received, "its answer cannot be written: " + e.getClass().getSimpleName());
        }
        if (value.length > maxBytes) {
            LOG.atError().addKeyValue("bytes", value.length).log("an answer is too long");
            return unknown(received, "its answer is too long: " + value.length + " bytes");
        }
        return record(received, value);
    }

    ProducerRecord<byte[], byte[]> unknown(ReceivedCommand received, String why) {
        return record(received, InputCodec.write(Answers.unknown(received.command(), why, clock.instant())));
    }

    private ProducerRecord<byte[], byte[]> record(ReceivedCommand received, byte[] value) {
        var record = log.record(received.inputPartition(), received.command().chargeId(), value);
        if (received.traceparent() != null) {
            record.headers().add(TraceParent.HEADER, received.traceparent());
        }
        return record;
    }
}
