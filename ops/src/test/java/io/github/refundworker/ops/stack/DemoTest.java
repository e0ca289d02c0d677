package io.github.refundworker.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The README's first command as a process: real broker, real simulator, real worker. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoTest {

    @TempDir
    Path directory;

    private final Installation installation = Installation.here();

    @BeforeEach
    void needsTheWorkersJar() throws IOException {
        Path target = installation.root().resolve("worker/target");
        boolean built = false;
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                built = files.anyMatch(file -> file.toString().endsWith("-app.jar"));
            }
        }
        assumeTrue(built, "the worker's jar is not built: run ./mvnw verify, which packages it first");
    }

    private record Run(int exit, String out, List<String> err, List<ProcessHandle> processes) {}

    @Test
    void shouldAgreeWithTheLedgerAlthoughTheWorkerIsKilledInTheMiddle() throws Exception {
        Run run = demo("mug-1-again", "support-chair");

        assertThat(run.exit()).as(String.join("\n", run.err())).isZero();
        assertThat(run.err())
                .filteredOn(line -> line.contains("the worker was killed by signal 9"))
                .hasSize(2);
        assertThat(run.out().lines()).as("standard output").hasSize(1);
        JsonNode summary = JsonHttp.MAPPER.readTree(run.out());
        assertThat(summary.path("requests").asInt()).isEqualTo(24);
        assertThat(summary.path("accepted").asInt()).isEqualTo(10);
        assertThat(summary.at("/rejected/PREVIOUSLY_REFUNDED_AMOUNT_MISMATCH").asInt())
                .isEqualTo(3);
        assertThat(summary.path("deadLettered").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(summary.path("ledgerRefunds").asInt()).isEqualTo(10);
        assertThat(summary.path("doubleRefunds").asInt()).isZero();
        assertThat(summary.path("lost").asInt()).isZero();
        assertThat(summary.path("mismatches").asInt()).isZero();
        assertThat(run.processes()).hasSizeGreaterThanOrEqualTo(5).noneMatch(ProcessHandle::isAlive);
    }

    /** @param killAt request ids: the worker is killed as soon as each of them is sent */
    private Run demo(String... killAt) throws Exception {
        Path out = directory.resolve("out");
        int port = TestBroker.freePorts().broker();
        Process demo = new ProcessBuilder(
                        installation.java().toString(),
                        "-Drefunds.home=" + installation.root(),
                        "-cp",
                        installation.toolsClassPath(),
                        Demo.class.getName(),
                        "--once",
                        "--json",
                        "--port-base",
                        Integer.toString(port))
                .redirectOutput(out.toFile())
                .start();
        List<String> lines = new ArrayList<>();
        List<ProcessHandle> processes = new ArrayList<>();
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(demo.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                lines.add(line);
                demo.descendants()
                        .filter(process -> !processes.contains(process))
                        .forEach(processes::add);
                for (String id : killAt) {
                    if (line.contains("→ request") && line.contains("· " + id + ",")) {
                        worker(demo).destroyForcibly();
                    }
                }
            }
            int exit = demo.waitFor();
            return new Run(exit, Files.readString(out), lines, processes);
        } finally {
            demo.destroyForcibly();
            LocalStack.delete(LocalStack.directory(installation, port));
        }
    }

    private static ProcessHandle worker(Process demo) {
        return demo.descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> Stream.of(arguments).anyMatch(word -> word.endsWith("JarLauncher")))
                        .orElse(false))
                .findFirst()
                .orElseThrow();
    }
}
