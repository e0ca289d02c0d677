package io.github.refundworker.contracts;

/**
 * Names of the record headers: CloudEvents 1.0 in binary mode on the status topic, and the two that a request may
 * carry. All values are UTF-8 text.
 */
public final class EventHeaders {

    /** Always {@value #SPEC_VERSION_VALUE}. */
    public static final String SPEC_VERSION = "ce_specversion";

    public static final String SPEC_VERSION_VALUE = "1.0";

    /**
     * Unique per source. {@code <refund id>/<revision>} for created and updated, else
     * {@code <requests topic>-<partition>-<offset>/rejected} or {@code …/repeated}; {@code <input id>/answered} for what
     * the worker said to a person.
     */
    public static final String ID = "ce_id";

    /** {@code /refund-worker/<namespace>}. */
    public static final String SOURCE = "ce_source";

    /** One of {@link EventTypes}. */
    public static final String TYPE = "ce_type";

    /** RFC 3339, UTC. */
    public static final String TIME = "ce_time";

    /** The refund's id; the charge's where there is no refund. */
    public static final String SUBJECT = "ce_subject";

    /** Always {@value #CONTENT_TYPE_VALUE}. */
    public static final String CONTENT_TYPE = "content-type";

    public static final String CONTENT_TYPE_VALUE = "application/json";

    /** W3C trace context; the events of a request carry on the request's trace. */
    public static final String TRACE_PARENT = "traceparent";

    private EventHeaders() {}
}
