package io.github.refundworker.tracing;

import static io.github.refundworker.tracing.SpanAttribute.ACCOUNT;
import static io.github.refundworker.tracing.SpanAttribute.CHARGE_ID;
import static io.github.refundworker.tracing.SpanAttribute.CODE;
import static io.github.refundworker.tracing.SpanAttribute.OUTCOME;
import static io.github.refundworker.tracing.SpanAttribute.REASON;
import static io.github.refundworker.tracing.SpanAttribute.REFUND_ID;
import static io.github.refundworker.tracing.SpanAttribute.REQUEST_ID;

import io.micrometer.observation.transport.Kind;
import java.util.List;

/** The spans that the worker makes, in the order in which a request meets them. */
public enum TracedStep {
    INTAKE(
            "intake",
            Kind.CONSUMER,
            List.of("intake"),
            "A record of the requests topic, from the first byte read until the broker has acknowledged the result",
            "taken, dead_lettered",
            List.of(CHARGE_ID, REQUEST_ID, OUTCOME, REASON)),
    DECIDE(
            "decide",
            Kind.CONSUMER,
            List.of(
                    "decide request",
                    "decide description",
                    "decide answer",
                    "decide notice",
                    "decide operator",
                    "decide due",
                    "decide"),
            "An input or a due time: reading, deciding, encoding, writing. Kafka Streams commits later. If it aborts the"
                    + " transaction, the same input gets a second span",
            "created, updated, rejected, repeated, decided, ignored, dead_lettered",
            List.of(CHARGE_ID, REFUND_ID, REQUEST_ID, ACCOUNT, OUTCOME, REASON, CODE)),
    EXECUTE(
            "execute",
            Kind.CONSUMER,
            List.of("execute settle", "execute look_up", "execute describe"),
            "One delivery of a command with all its calls and pauses, until its answer is known",
            "completed, pending, reversed, declined, not_sent, unknown, expired, not_found, described, unavailable,"
                    + " abandoned",
            List.of(CHARGE_ID, REFUND_ID, REQUEST_ID, ACCOUNT, OUTCOME, CODE)),
    PROVIDER(
            "provider",
            Kind.CLIENT,
            List.of("provider settle", "provider look_up", "provider describe"),
            "One call to the provider. The provider gets this span as the parent of its own",
            "found, refused, not_found, described, not_sent, unclear",
            List.of(CHARGE_ID, REFUND_ID, REQUEST_ID, ACCOUNT, OUTCOME, CODE));

    private final String title;
    private final Kind kind;
    private final List<String> names;
    private final String description;
    private final String outcomes;
    private final List<SpanAttribute> attributes;

    TracedStep(
            String title,
            Kind kind,
            List<String> names,
            String description,
            String outcomes,
            List<SpanAttribute> attributes) {
        this.title = title;
        this.kind = kind;
        this.names = List.copyOf(names);
        this.description = description;
        this.outcomes = outcomes;
        this.attributes = List.copyOf(attributes);
    }

    /** The beginning of the names of its spans. */
    public String title() {
        return title;
    }

    /** The names of its spans. A span has the bare title while its input or command is unknown. */
    public List<String> names() {
        return names;
    }

    public Kind kind() {
        return kind;
    }

    /** What the span covers, as documentation. */
    public String description() {
        return description;
    }

    /** The values of {@link SpanAttribute#OUTCOME}. */
    public String outcomes() {
        return outcomes;
    }

    public List<SpanAttribute> attributes() {
        return attributes;
    }
}
