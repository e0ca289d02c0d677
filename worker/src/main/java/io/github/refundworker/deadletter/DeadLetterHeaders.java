package io.github.refundworker.deadletter;

/**
 * Names of the headers of a dead letter. Where Spring Kafka has a header, its name is used, because common tools
 * know it: partitions are 4-byte integers, offsets and timestamps are 8-byte integers, everything else is UTF-8
 * text. A record that fails again gets another set: the first header of a name is the origin, the last one the
 * latest failure.
 */
public final class DeadLetterHeaders {
    /** What the names of Spring Kafka begin with. */
    public static final String SPRING = "kafka_dlt-";

    /** What our own names begin with. */
    public static final String OWN = "refunds-dlt-";

    public static final String ORIGINAL_TOPIC = SPRING + "original-topic";
    public static final String ORIGINAL_PARTITION = SPRING + "original-partition";
    public static final String ORIGINAL_OFFSET = SPRING + "original-offset";
    public static final String ORIGINAL_TIMESTAMP = SPRING + "original-timestamp";
    public static final String ORIGINAL_TIMESTAMP_TYPE = SPRING + "original-timestamp-type";
    public static final String EXCEPTION_CLASS = SPRING + "exception-fqcn";
    public static final String EXCEPTION_MESSAGE = SPRING + "exception-message";

    /** Present if an exception was thrown; cut if it is long. */
    public static final String EXCEPTION_STACKTRACE = SPRING + "exception-stacktrace";

    /** A {@link DeadLetterReason} by name. */
    public static final String REASON = OWN + "reason";

    /**
     * Present if the record did not fit: its original sizes in bytes, as {@code key=…,value=…,headers=…}. Its
     * coordinates lead to the original.
     */
    public static final String TRUNCATED = OWN + "truncated";

    private DeadLetterHeaders() {}
}
