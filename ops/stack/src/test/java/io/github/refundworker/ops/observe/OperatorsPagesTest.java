package io.github.refundworker.ops.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Dashboards, alerts, runbooks and the list of metrics speak of the same things. */
class OperatorsPagesTest {
    private static final Path DASHBOARDS = Path.of("../dashboards");
    private static final Path RUNBOOKS = Path.of("../runbooks");

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    @Test
    void shouldShowEveryMetricOfTheWorkersOwnInAPanel() throws IOException {
        List<String> metrics =
                found("\\| `(refunds_[a-z_]+)` \\|", Files.readString(Path.of("../../worker/docs/metrics.md")));
        List<String> expressions = Expressions.dashboards(DASHBOARDS).stream()
                .flatMap(dashboard -> Expressions.ofPanels(dashboard).values().stream())
                .toList();

        assertThat(metrics).hasSizeGreaterThan(20);
        assertThat(metrics)
                .allSatisfy(metric -> assertThat(expressions)
                        .as(metric)
                        .anyMatch(expression -> Pattern.compile("\\b" + metric + "(_bucket|_count|_sum)?\\b")
                                .matcher(expression)
                                .find()));
    }

    @Test
    void shouldPictureEveryPanel() throws IOException {
        String readme = Files.readString(DASHBOARDS.resolve("README.md"));

        for (Path dashboard : Expressions.dashboards(DASHBOARDS)) {
            String section = readme.substring(readme.indexOf("`" + dashboard.getFileName() + "`"));
            for (JsonNode panel : Expressions.read(dashboard).at("/panels")) {
                assertThat(section).contains("│ " + panel.at("/title").asString());
                assertThat(panel.at("/description").asString()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldHaveARunbookForEveryAlertAndNoOther() throws IOException {
        String rules = Files.readString(Path.of("../alerts/refund-worker.rules.yaml"));
        List<String> alerts = found("- alert: (\\w+)", rules);
        List<String> links = found("runbook_url: \\S*/ops/runbooks/(\\w+)\\.md", rules);
        List<String> pages;
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            pages = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .map(name -> name.replace(".md", ""))
                    .toList();
        }

        assertThat(links).isEqualTo(alerts);
        assertThat(pages).containsExactlyInAnyOrderElementsOf(alerts);
        for (String page : pages) {
            assertThat(Files.readString(RUNBOOKS.resolve(page + ".md")))
                    .as(page)
                    .startsWith("# " + page + "\n")
                    .contains("## Meaning", "## Impact", "## Diagnosis", "## Mitigation", "## Resolution");
        }
    }

    @Test
    void shouldTestEveryAlert() throws IOException {
        List<String> alerts = found("- alert: (\\w+)", Files.readString(Path.of("../alerts/refund-worker.rules.yaml")));
        List<String> tested =
                found("- name: \"(\\w+):", Files.readString(Path.of("../alerts/refund-worker.test.yaml")));

        assertThat(tested).isEqualTo(alerts);
    }

    @Test
    void shouldAskWithoutVariablesAndThresholds() {
        assertThat(Expressions.lookedAt("max by (topic) (refunds_lag) > 10000"))
                .isEqualTo("max by (topic) (refunds_lag)");
        assertThat(Expressions.lookedAt("absent(refunds_step_alive)")).isEqualTo("refunds_step_alive");
        assertThat(Expressions.quick("        for: 5m\n        expr: increase(x[10m]) > 900"))
                .isEqualTo("        for: 1s\n        expr: increase(x[10s]) > 3");
    }
}
