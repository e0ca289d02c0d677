package io.github.refundworker.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.Approved;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names, tags and units are public: a change shows as a difference of the page that operators read. */
class MetricsReferenceTest {
    private static String[] values(Metric metric) {
        return metric.tags().stream().map(Tag::key).toArray(String[]::new);
    }

    private static PrometheusMeterRegistry registryWithAll() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case COUNTER -> metric.counter(registry, values(metric)).increment();
                case TIMER -> metric.timer(registry, values(metric)).record(Duration.ofMillis(1));
                case GAUGE -> metric.gauge(registry, registry, r -> 1, values(metric));
            }
        }
        return registry;
    }

    /** As a scrape has it, without the suffixes that a timer's parts have. */
    private static String prometheusName(Metric metric) {
        String name = metric.key().replace('.', '_');
        return switch (metric.kind()) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE -> metric.unit() == null ? name : name + "_" + metric.unit();
        };
    }

    private static String row(Metric metric) {
        return "| `%s` | `%s` | %s | %s | %s |"
                .formatted(
                        metric.key(),
                        prometheusName(metric),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.tags().isEmpty()
                                ? ""
                                : metric.tags().stream()
                                        .map(tag -> "`" + tag.key() + "`")
                                        .collect(joining(", ")),
                        metric.description());
    }

    @Test
    void shouldBeThePageThatOperatorsRead() {
        Set<Tag> tags = EnumSet.noneOf(Tag.class);
        Arrays.stream(Metric.values()).forEach(metric -> tags.addAll(metric.tags()));
        String page = Stream.of(
                        Stream.of(
                                "# Metrics",
                                "",
                                "`/actuator/prometheus` on `management.server.port` serves these metrics, and those of Kafka's clients, Kafka Streams,",
                                "the JVM and HTTP. Names and tags are public API. This page is generated from the code, and a test compares them. See",
                                "the [glossary](glossary.md) for terms.",
                                "",
                                "| name | in Prometheus | kind | tags | meaning |",
                                "|---|---|---|---|---|"),
                        Arrays.stream(Metric.values()).map(MetricsReferenceTest::row),
                        Stream.of("", "| tag | values |", "|---|---|"),
                        tags.stream().map(tag -> "| `%s` | %s |".formatted(tag.key(), tag.meaning())),
                        Stream.of(
                                "",
                                "Timers have `_count`, `_sum` and `_max`. They are histograms with these bounds in seconds; a timer without bounds has no buckets:",
                                ""),
                        Arrays.stream(Metric.values())
                                .filter(metric -> metric.kind() == Metric.Kind.TIMER)
                                .map(metric -> "- `%s`: %s"
                                        .formatted(
                                                metric.key(),
                                                metric.buckets().isEmpty()
                                                        ? "none"
                                                        : metric.buckets().stream()
                                                                .map(bound -> bound.toString()
                                                                        .replaceAll("\\.0$", ""))
                                                                .collect(joining(", ")))),
                        Stream.of(
                                "",
                                "- **Counters of decisions** (`refunds.requests`, `refunds.completed`, `refunds.amount`, `refunds.latency`) count a decision when it is",
                                "  made, a moment before its transaction commits. After an abort the worker decides and counts the same inputs again.",
                                "- **Gauges of open work** (pending, unresolved, in review, waiting) are stored in the same transaction as the charges, so they",
                                "  are exact, also after a restart. Each partition is counted by the one instance that has it: sum over the instances.",
                                "- **Lag and last stable offset**: every instance asks the brokers for them. Take the maximum over the instances.",
                                ""))
                .flatMap(lines -> lines)
                .collect(joining("\n"));

        Approved.verifyDocument("metrics.md", page);
    }

    @Test
    void shouldBeScrapedUnderTheNamesOfThePage() {
        String scrape = registryWithAll().scrape();

        for (Metric metric : Metric.values()) {
            String name = prometheusName(metric) + (metric.kind() == Metric.Kind.TIMER ? "_count" : "");
            String tags = metric.tags().stream()
                    .map(Tag::key)
                    .sorted()
                    .map(key -> key + "=\"" + key + "\"")
                    .collect(joining(","));
            assertThat(scrape).contains("\n" + name + (tags.isEmpty() ? " " : "{" + tags + "} "));
        }
    }

    @Test
    void shouldNotBeMadeWithOtherTags() {
        assertThatThrownBy(() -> Metric.REQUESTS.counter(new SimpleMeterRegistry()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metric.LATENCY.counter(new SimpleMeterRegistry(), "main"))
                .isInstanceOf(IllegalStateException.class);
    }
}
