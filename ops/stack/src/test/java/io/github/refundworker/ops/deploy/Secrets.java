package io.github.refundworker.ops.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The secrets that stand in no manifest, as the README tells people to make them.
 *
 * @param keys of each, by name; none where the keys are whatever it is to set
 */
record Secrets(Map<String, Set<String>> keys) {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (.*?) \\|");
    private static final Pattern KEY = Pattern.compile("`([a-z.]+)`");

    static Secrets documented() {
        try {
            String readme = Files.readString(Path.of("../deploy/README.md"));
            String table = readme.substring(readme.indexOf("| secret | keys |"));
            String section = table.substring(0, table.indexOf("\n\n"));
            Map<String, Set<String>> keys = new HashMap<>();
            ROW.matcher(section)
                    .results()
                    .forEach(row -> keys.put(
                            row.group(1),
                            KEY.matcher(row.group(2))
                                    .results()
                                    .map(key -> key.group(1))
                                    .collect(Collectors.toSet())));
            return new Secrets(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String name) {
        return keys.containsKey(name);
    }

    boolean has(String name, String key) {
        return keys.getOrDefault(name, Set.of()).contains(key);
    }
}
