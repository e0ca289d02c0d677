package io.github.refundworker.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page of faults names is there. */
class FaultMatrixTest {
    private static final Path PAGE = Path.of("docs/fault-matrix.md");
    private static final List<Path> SOURCES = List.of(Path.of("src/test/java"), Path.of("../ops"));
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME =
            Pattern.compile("`([A-Za-z]+)\\.([A-Za-z0-9]+)`|`([A-Z_]+)`|`drill cluster --faults ([a-z-]+)`");

    /** Of the drill on a real cluster. */
    private static final Path DRILL =
            Path.of("../ops/stack/src/main/java/io/github/refundworker/ops/cluster/Fault.java");

    @Test
    void shouldHaveATestForEachFault() throws IOException {
        TreeSet<Integer> rows = new TreeSet<>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            rows.add(Integer.parseInt(row.group(1)));
            List<MatchResult> names = NAME.matcher(row.group(2)).results().toList();
            assertThat(names).as("what shows %s", row.group()).isNotEmpty();
            for (MatchResult name : names) {
                assertThat(exists(name)).as("%s exists", name.group()).isTrue();
            }
        }
        assertThat(rows)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, rows.last()).boxed().toList());
    }

    private static boolean exists(MatchResult name) throws IOException {
        if (name.group(3) != null) {
            return Arrays.stream(Fault.values()).anyMatch(fault -> fault.name().equals(name.group(3)));
        }
        if (name.group(4) != null) {
            String constant = name.group(4).toUpperCase(Locale.ROOT).replace('-', '_');
            return Pattern.compile("^ {4}" + constant + "[,;]", Pattern.MULTILINE)
                    .matcher(Files.readString(DRILL))
                    .find();
        }
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                List<Path> found = files.filter(file -> file.endsWith(name.group(1) + ".java"))
                        .collect(Collectors.toList());
                for (Path file : found) {
                    if (Files.readString(file).contains("void " + name.group(2) + "(")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
