package io.github.refundworker.tracing;

import static java.util.stream.Collectors.joining;

import io.github.refundworker.Approved;
import io.micrometer.observation.transport.Kind;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Names and attributes are what people search a trace store for: a change shows as a difference of the page. */
class TracingReferenceTest {
    private static String quoted(Iterable<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }

    private static String row(TracedStep step) {
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        quoted(step.names()),
                        step.kind().name().toLowerCase(Locale.ROOT),
                        step.kind() == Kind.CLIENT ? "`execute …`" : "the request's own span",
                        step.description(),
                        quoted(step.attributes().stream()
                                .map(SpanAttribute::key)
                                .toList()));
    }

    private static String outcomes(TracedStep step) {
        return "| `%s` | %s |".formatted(step.title(), step.outcomes());
    }

    private static String row(SpanAttribute attribute) {
        return "| `%s` | %s |".formatted(attribute.key(), attribute.meaning());
    }

    @Test
    void shouldBeThePageThatPeopleRead() {
        Approved.verifyDocument("tracing.md", """
                # Tracing

                The worker passes the W3C `traceparent` header of a request's record on byte for byte: to its input, its commands, the
                provider call, every event about its refund, and through dead letters and their replay. This is always on. If you
                configure a collector, the worker's steps become spans of that trace. The tables on this page are generated from the
                code, and a test compares them.

                ## Setup

                ```yaml
                management:
                  tracing.export.enabled: true
                  opentelemetry.tracing.export.otlp.endpoint: http://collector:4318/v1/traces
                ```

                - **Upstream decides what is recorded.** A request gets spans if the `sampled` flag of its `traceparent` is set. A request
                  without a `traceparent`, or with a malformed one, starts no trace here. Unrecorded requests create no spans, and neither
                  does any request while `management.tracing.export.enabled` is `false`.
                - **The HTTP API** starts traces of its own, except for probes and scrapes. `management.tracing.sampling.probability` applies
                  to them only. Use a `parent-based` value of `management.opentelemetry.tracing.sampler`; any other would override
                  upstream's decision.
                - **Spans may get lost.** They wait in a queue of 2,048 (`management.opentelemetry.tracing.export.max-queue-size`) and are sent
                  every 5 s (`management.opentelemetry.tracing.export.schedule-delay`). A span that does not fit, or that the collector does
                  not accept, is lost. No refund waits for spans. The log says once that spans are lost, and once that the collector
                  accepts them again. In between, a stop may take up to 10 s longer.

                ## Spans

                | name | kind | parent | covers | attributes |
                |---|---|---|---|---|
                %s

                | attribute | meaning |
                |---|---|
                %s

                | step | `outcome` |
                |---|---|
                %s

                Values are masked and escaped as in logs. A step that fails or ends in a dead letter is an error with the class name of
                its exception. The message of the exception is only in the log, under the same `trace_id`.

                ## One refund

                ```
                order-service: POST /refunds                 the request's own span, in its traceparent
                ├─ intake                                    taken
                ├─ decide request                            decided: the charge is not known yet
                ├─ execute describe                          described
                │  └─ provider describe                      found by the provider under this span's id
                ├─ decide description                        created: refund-status has refund.created
                ├─ execute settle                            completed
                │  └─ provider settle                        found
                └─ decide answer                             updated: refund-status has refund.updated, SUCCEEDED
                ```

                All steps are direct children of the request's span, beside each other and ordered by time. They are not children of each
                other, because the worker writes no span id of its own into a record or into a charge's state. Records are delivered again,
                dead letters are replayed, and refunds are looked up months later. By then the span exists twice or is long forgotten.
                Besides, two deliveries of one decision must produce the same bytes.

                - An answer may start work for another request whose turn has come. That request's trace has this work from its command on.
                  The decision itself is one span, in the trace to which the answer belongs.
                - A due time belongs to the trace of the request that is due. If several are due, it belongs to the trace of the first.

                ## Not included

                - Amounts, currencies, notes, payloads, and texts of providers.
                - The commit. `decide` ends when its records are handed to Kafka Streams. They become visible up to
                  `refunds.decide.max-commit-pause` later. After an abort, the same input is decided in a second span.
                - Waiting. The time that a record lies on a topic, or that a request waits for its turn, is the gap between two spans.
                - The acknowledgement of an answer: `execute` ends when the answer is known.
                - `tracestate` and baggage: the worker does not pass them on.
                """.formatted(
                        Arrays.stream(TracedStep.values())
                                .map(TracingReferenceTest::row)
                                .collect(joining("\n")),
                        Arrays.stream(SpanAttribute.values())
                                .map(TracingReferenceTest::row)
                                .collect(joining("\n")),
                        Arrays.stream(TracedStep.values())
                                .map(TracingReferenceTest::outcomes)
                                .collect(joining("\n"))));
    }
}
