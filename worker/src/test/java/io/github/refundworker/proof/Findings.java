package io.github.refundworker.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** What each part of the proof found, kept until the report is written of all of them. */
final class Findings {
    static final Path FOLDER = Path.of("target/proof");
    static final ObjectMapper JSON = new JsonMapper();

    private Findings() {}

    /** @param namesAndValues a name, its value, another name, … */
    static void write(String part, Object... namesAndValues) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            found.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        write(
                FOLDER.resolve(part + ".json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(found));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Absent if that part did not run. */
    static @Nullable JsonNode read(String part) {
        Path file = FOLDER.resolve(part + ".json");
        return Files.exists(file) ? JSON.readTree(file) : null;
    }
}
