package io.github.refundworker.proof;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The report of the proof as a page to read. */
record ReportPage(JsonNode simulation, JsonNode explorer, JsonNode bugs, MutationTests mutations) {

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# What the proof found\n");
        lines.add("""
                | part | result | seconds |
                |---|---|---|
                | seeded simulation | %,d lives, %,d violations | %.0f |
                | explorer | %,d states of %d small worlds (%d of them completely), depth %d, %d violations | %.0f |
                | planted bugs | %d of %d caught | %.0f |
                | mutants of the rules | %d %% of %,d found by their tests, %d survive | |
                """.formatted(
                        simulation.get("seeds").asLong(),
                        simulation.get("violations").asLong(),
                        simulation.get("seconds").asDouble(),
                        explorer.get("statesExplored").asLong(),
                        explorer.get("worlds").asInt(),
                        explorer.get("complete").asInt(),
                        explorer.get("depth").asInt(),
                        explorer.get("violations").asInt(),
                        explorer.get("seconds").asDouble(),
                        bugs.get("caught").asInt(),
                        bugs.get("plantedBugs").asInt(),
                        bugs.get("seconds").asDouble(),
                        mutations.score(),
                        mutations.mutants(),
                        mutations.survivors().size()));
        lines.add("## Planted bugs\n\n| bug | found by | violation |\n|---|---|---|");
        bugs.get("bugs")
                .forEach(bug -> lines.add("| %s | %s | %s |"
                        .formatted(
                                bug.get("description").asString(),
                                bug.get("found").asString(),
                                bug.get("violation").asString())));
        lines.add("\n## Simulated faults\n\n| fault | occurred |\n|---|---|");
        simulation
                .get("faults")
                .properties()
                .forEach(fault -> lines.add("| %s | %,d |"
                        .formatted(fault.getKey(), fault.getValue().asLong())));
        lines.add("\n## Mutants that survive\n");
        mutations
                .survivors()
                .forEach(survivor -> lines.add(
                        "- `" + survivor + "`" + (MutationTests.isExplained(survivor) ? "" : ", not explained")));
        return String.join("\n", lines) + "\n";
    }
}
