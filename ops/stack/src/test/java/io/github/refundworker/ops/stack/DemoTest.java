package io.github.refundworker.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.TestBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The README's first command as a process: real broker, real simulator, real worker. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoTest {

    private static final Pattern UP = Pattern.compile("^(?:  |the )(\\w+) .*, pid ([0-9]+)$");

    @TempDir
    Path directory;

    private final Installation installation = Installation.here();

    @BeforeEach
    void needsTheWorkersJar() {
        assumeTrue(installation.isBuilt(), "the worker's jar is not built: run ./mvnw verify, which packages it first");
    }

    private record Run(int exit, String out, List<String> err, List<ProcessHandle> processes) {}

    @Test
    void shouldAgreeWithTheLedgerAlthoughEachProcessIsKilledInTheMiddle() throws Exception {
        Run run = demo(
                Map.of("mug-1-again", "worker", "support-chair", "worker", "dates", "broker", "desk", "simulator"),
                List.of());

        assertThat(run.exit()).as(String.join("\n", run.err())).isZero();
        assertThat(run.err())
                .filteredOn(line -> line.contains("the worker was killed by signal 9"))
                .hasSize(2);
        assertThat(run.err())
                .filteredOn(line -> line.matches("API key: [!-~]{20,}"))
                .hasSize(1);
        if (installation.hasConsole()) {
            assertThat(run.err())
                    .filteredOn(line -> line.matches("Console: http://127.0.0.1:[0-9]+/enter\\?key=[!-~]{20,}"))
                    .hasSize(1);
        }
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

    @Test
    void shouldAgreeWithTheLedgerAlthoughTheProviderMisbehavesAllTheTime() throws Exception {
        assumeTrue(Boolean.getBoolean("demo.chaos"), "takes two minutes: run it with -Ddemo.chaos=true");
        Run run = demo(Map.of("storm-30", "worker"), List.of("--chaos"));

        assertThat(run.exit()).as(String.join("\n", run.err())).isZero();
        JsonNode summary = JsonHttp.MAPPER.readTree(run.out());
        assertThat(summary.path("doubleRefunds").asInt()).isZero();
        assertThat(summary.path("lost").asInt()).isZero();
        assertThat(summary.path("mismatches").asInt()).isZero();
        assertThat(summary.path("ledgerRefunds").asInt()).isGreaterThan(50);
    }

    @Test
    void shouldExitWithUsageWhenAPortIsTaken() throws Exception {
        int base = TestBroker.freePorts().broker();
        try (ServerSocket _ = new ServerSocket(base, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Demo.commandLine().execute("--no-traffic", "--port-base", Integer.toString(base)))
                    .isEqualTo(Demo.USAGE);
        }
    }

    /** @param killAt which process, to kill as soon as which request is announced */
    private Run demo(Map<String, String> killAt, List<String> options) throws Exception {
        Path out = directory.resolve("out");
        int port = TestBroker.freePorts().broker();
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                "-Drefunds.home=" + installation.root(),
                "-cp",
                installation.toolsClassPath(),
                Demo.class.getName(),
                "--once",
                "--json",
                "--port-base",
                Integer.toString(port)));
        if (!installation.hasConsole()) {
            command.add("--no-console");
        }
        command.addAll(options);
        Process demo = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
        List<String> lines = new ArrayList<>();
        List<ProcessHandle> processes = new ArrayList<>();
        Map<String, Long> pids = new HashMap<>();
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(demo.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                lines.add(line);
                Matcher up = UP.matcher(line);
                if (up.matches()) {
                    pids.put(up.group(1), Long.valueOf(up.group(2)));
                }
                demo.descendants()
                        .filter(process -> !processes.contains(process))
                        .forEach(processes::add);
                for (Map.Entry<String, String> kill : killAt.entrySet()) {
                    if (line.contains("→ request") && line.contains("· " + kill.getKey() + ",")) {
                        long pid = pids.getOrDefault(kill.getValue(), -1L);
                        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                    }
                }
            }
            int exit = demo.waitFor();
            if (exit == 0) {
                Directories.delete(StackAddress.withPortBase(port).directory(installation.root()));
            }
            return new Run(exit, Files.readString(out), lines, processes);
        } finally {
            demo.destroyForcibly();
        }
    }
}
