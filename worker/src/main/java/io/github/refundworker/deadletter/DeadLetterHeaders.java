package io.github.refundworker.deadletter;

/**
 * Names of the headers that a dead letter carries. Those of Spring Kafka are used where it has one, because the tools
 * that people have know them: partitions are 4-byte integers, offsets and timestamps 8-byte ones, all else UTF-8 text.
 * A record that dies again gets them again: the first of a name is where it came from, the last its latest failure.
 */
public final class DeadLetterHeaders {
    public static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";
    public static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";
    public static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";
    public static final String ORIGINAL_TIMESTAMP = "kafka_dlt-original-timestamp";
    public static final String ORIGINAL_TIMESTAMP_TYPE = "kafka_dlt-original-timestamp-type";
    public static final String EXCEPTION_CLASS = "kafka_dlt-exception-fqcn";
    public static final String EXCEPTION_MESSAGE = "kafka_dlt-exception-message";

    /** Present where something was thrown; cut if it is long. */
    public static final String EXCEPTION_STACKTRACE = "kafka_dlt-exception-stacktrace";

    /** A {@link DeadLetterReason} by name. */
    public static final String REASON = "refunds-dlt-reason";

    /**
     * Present where the record did not fit: the sizes in bytes that it had, as {@code key=…,value=…,headers=…}. Its
     * coordinates lead to the original.
     */
    public static final String TRUNCATED = "refunds-dlt-truncated";

    private DeadLetterHeaders() {}
}
