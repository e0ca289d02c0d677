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
                                "# Metrics of the worker's own",
                                "",
                                "Served by `/actuator/prometheus` on `management.server.port`, beside those of Kafka's clients, Kafka Streams, the JVM",
                                "and HTTP. Names and tags are public. This page is made from the code; a test compares.",
                                "",
                                "| name | in Prometheus | kind | tags | what it is |",
                                "|---|---|---|---|---|"),
                        Arrays.stream(Metric.values()).map(MetricsReferenceTest::row),
                        Stream.of("", "| tag | values |", "|---|---|"),
                        tags.stream().map(tag -> "| `%s` | %s |".formatted(tag.key(), tag.meaning())),
                        Stream.of(
                                "",
                                "Timers are histograms with these bounds in seconds, and have `_count`, `_sum` and `_max`; one without bounds has no buckets:",
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
                                "`refunds.requests`, `refunds.completed`, `refunds.amount` and `refunds.latency` count decisions when they are made, a moment",
                                "before their transaction is committed: after an abort the same inputs are decided and counted again. What is pending,",
                                "unresolved, in review and waiting is kept beside the charges in the same transaction, so it is exact, also after a",
                                "restart; every partition is counted by the one instance that has it, so sum over instances. Lag and the last stable",
                                "offset are asked of the brokers by every instance: take the largest.",
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
