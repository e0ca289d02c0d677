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

                The W3C `traceparent` header of a request's record goes byte for byte to its input, its commands, the provider call and
                every event about its refund, however late, and through dead letters and their replay. That needs no switch. Where a
                collector is configured, the worker's steps become spans of that trace. The tables here are made from the code; a test
                compares.

                ## Switching it on

                ```yaml
                management:
                  tracing.export.enabled: true
                  opentelemetry.tracing.export.otlp.endpoint: http://collector:4318/v1/traces
                ```

                Upstream decides what is recorded: a request gets spans if the `sampled` flag of its `traceparent` is set. A request
                without one begins no trace here, and neither does one of a wrong form. For what is not recorded, and where
                `management.tracing.export.enabled` is `false`, nothing is made at all. `management.tracing.sampling.probability` is
                only about the HTTP API, which begins traces of its own (not for probes and scrapes); a `management.opentelemetry.tracing.sampler` other than the
                `parent-based` ones would overrule upstream.

                Spans wait in a queue of 2,048 (`management.opentelemetry.tracing.export.max-queue-size`) and are sent every 5 s
                (`….schedule-delay`). What does not fit, or what the collector does not take, is lost, and nothing of a refund waits
                for it. The log says once that spans are lost, and once that they are taken again; while they are lost a stop may
                take up to 10 s longer.

                ## Spans

                | name | kind | parent | what it spans | attributes |
                |---|---|---|---|---|
                %s

                | attribute | what it is |
                |---|---|
                %s

                | step | `outcome` |
                |---|---|
                %s

                Values are masked and escaped as logs are. A step that fails or ends in a dead letter is an error with the name of its
                exception; what the exception says is in the log only, under the same `trace_id`.

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

                All steps hang directly below the request's span, beside each other and in the order of their times. They do not hang
                below one another because no span id of ours goes into a record or into a charge's state: records are delivered again,
                letters are replayed and refunds are looked up months later, under spans that were made twice or are long forgotten,
                and two deliveries of one decision must be the same bytes.

                What an answer starts for another request, whose turn has come, is in that request's trace from its command on;
                the decision itself is one span, in the trace of what was decided on. A due time is in the trace of the request
                that is due, of several in that of the first.

                ## What is not in it

                - Amounts, currencies, notes, payloads, the words of providers.
                - The commit. `decide` ends when its records are handed to Kafka Streams; they are seen up to
                  `refunds.decide.max-commit-pause` later, and after an abort the same input is decided in a second span.
                - Waiting. The time that a record lies on a topic, or a request waits for its turn, is the gap between two spans.
                - The acknowledgement of an answer: `execute` ends when the answer is known.
                - `tracestate` and baggage, which are not carried on.
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
