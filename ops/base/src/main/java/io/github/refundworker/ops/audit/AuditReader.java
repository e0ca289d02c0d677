package io.github.refundworker.ops.audit;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads the audit log. */
public final class AuditReader {

    private AuditReader() {}

    /**
     * An entry with its position.
     *
     * @param appended by the broker's clock
     * @param entry absent if this version cannot read it; it is then shown, not skipped
     */
    public record Line(
            long offset, Instant appended, @Nullable AuditEntry entry) {

        /** Reads a record of the topic. Never throws. */
        public static Line of(ConsumerRecord<byte[], byte[]> record) {
            return new Line(
                    record.offset(), Instant.ofEpochMilli(record.timestamp()), AuditReader.entry(record.value()));
        }
    }

    /**
     * Reads every entry, the oldest first. There is none if nothing was ever audited.
     *
     * @param names of the installation
     * @throws io.github.refundworker.ops.client.BrokerUnreachableException if the broker does not answer
     */
    public static void read(KafkaAccess access, TopicNames names, Consumer<Line> handler) {
        TopicScan.read(access, names.audit(), record -> handler.accept(Line.of(record)));
    }

    private static @Nullable AuditEntry entry(byte @Nullable [] value) {
        try {
            return value == null ? null : JsonHttp.MAPPER.readValue(value, AuditEntry.class);
        } catch (JacksonException e) {
            return null;
        }
    }
}
