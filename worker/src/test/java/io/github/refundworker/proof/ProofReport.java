package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Puts together what the parts of the proof found, and holds it against what the proof must reach. It runs after them, in
 * {@code verify -Pproof}, and not by itself: its name is not that of a test.
 */
class ProofReport {
    private static final int SEEDS = 10_000;
    private static final int STATES = 1_000_000;
    private static final int EXPLORER_SECONDS = 240;
    private static final int PLANTED_BUGS = 20;
    private static final int MUTATION_SCORE = 95;

    @Test
    void shouldReachWhatItMust() {
        JsonNode simulation = part("simulation");
        JsonNode explorer = part("explorer");
        JsonNode bugs = part("planted-bugs");
        MutationTests mutations = MutationTests.read();

        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seeds", simulation.get("seeds"));
        report.put(
                "violations",
                simulation.get("violations").asInt()
                        + explorer.get("violations").asInt());
        report.put("faults", simulation.get("faults"));
        report.put("statesExplored", explorer.get("statesExplored"));
        report.put("depth", explorer.get("depth"));
        report.put("plantedBugs", bugs.get("plantedBugs"));
        report.put("caught", bugs.get("caught"));
        report.put("mutationScore", mutations.score());
        report.put("seconds", seconds());
        Findings.write(
                Findings.FOLDER.resolve("report.json"),
                Findings.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        Findings.write(
                Findings.FOLDER.resolve("report.md"), new ReportPage(simulation, explorer, bugs, mutations).text());

        assertThat(report.get("violations")).as("violations").isEqualTo(0);
        assertThat(simulation.get("seeds").asInt()).as("seeds").isGreaterThanOrEqualTo(SEEDS);
        assertThat(explorer.get("statesExplored").asInt()).as("states").isGreaterThanOrEqualTo(STATES);
        assertThat(explorer.get("seconds").asDouble())
                .as("seconds of the explorer")
                .isLessThan(EXPLORER_SECONDS);
        assertThat(bugs.get("plantedBugs").asInt()).as("planted bugs").isGreaterThanOrEqualTo(PLANTED_BUGS);
        assertThat(bugs.get("caught")).as("planted bugs caught").isEqualTo(bugs.get("plantedBugs"));
        assertThat(mutations.score()).as("mutation score, per cent").isGreaterThanOrEqualTo(MUTATION_SCORE);
    }

    /** Of the whole build, the mutants included, which are most of it. */
    private static long seconds() {
        return Duration.between(Instant.parse(System.getProperty("proof.began")), Instant.now())
                .toSeconds();
    }

    private static JsonNode part(String name) {
        return Objects.requireNonNull(Findings.read(name), () -> "the part " + name + " of the proof did not run");
    }
}
