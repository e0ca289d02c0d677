package io.github.refundworker.ops.console.feed;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.ops.client.StatusEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the envelope of an event says.
 *
 * @param id unique among events
 * @param traceId of the request's trace
 */
record StatusRecord(
        String id,
        int partition,
        long offset,
        long timestamp,
        @Nullable String traceId) {

    private static final int TRACE_ID_AT = 3;
    private static final int TRACE_ID_END = 35;

    static StatusRecord of(ConsumerRecord<byte[], byte[]> record) {
        String id = StatusEvents.header(record, EventHeaders.ID);
        return new StatusRecord(
                id == null ? record.partition() + "-" + record.offset() : String.valueOf(Columns.indexed(id)),
                record.partition(),
                record.offset(),
                record.timestamp(),
                traceId(StatusEvents.header(record, EventHeaders.TRACE_PARENT)));
    }

    private static @Nullable String traceId(@Nullable String traceParent) {
        return traceParent != null && traceParent.matches("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*")
                ? traceParent.substring(TRACE_ID_AT, TRACE_ID_END)
                : null;
    }
}
