package io.github.refundworker.ops.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.ops.simulator.SimulatorClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The simulator as what it is: a process that may be killed at any moment. */
class ProcessTest {
    private static final Pattern LISTENS = Pattern.compile("listens on http://127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    Path data;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldHaveEveryAnsweredRefundAfterAKill() throws Exception {
        Map<String, String> answered = new ConcurrentHashMap<>();
        Process first = start("--port", "0");
        SimulatorClient client = clientOf(first);
        for (int i = 0; i < 8; i++) {
            client.charge("c" + i);
        }
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String charge = "c" + i;
                clients.execute(() -> refundUntilItDies(client, charge, answered));
            }
            await().until(() -> answered.size() > 200);
            first.destroyForcibly();
        }
        first.waitFor();

        SimulatorClient again = clientOf(start("--port", "0"));
        Map<String, String> ledger = again.ledger()
                .collect(Collectors.toMap(refund -> refund.path("reference").asString(), ProcessTest::idOf));
        assertThat(ledger).containsAllEntriesOf(answered);
        // What was in flight may be there or not, but a refund never without its key.
        for (Map.Entry<String, String> refund : ledger.entrySet()) {
            String reference = refund.getKey();
            Response replay = again.refund(reference, reference.substring(0, reference.indexOf('-')), "0.01");
            assertThat(replay.replayed()).isTrue();
            assertThat(idOf(replay.json())).isEqualTo(refund.getValue());
        }
        assertThat(again.refund("after", "c0", "0.01").status()).isEqualTo(201);
    }

    private static void refundUntilItDies(SimulatorClient client, String charge, Map<String, String> answered) {
        for (int i = 0; i < 9_999; i++) {
            String reference = charge + "-" + i;
            try {
                Response response = client.refund(reference, charge, "0.01");
                assertThat(response.status()).isEqualTo(201);
                answered.put(reference, idOf(response.json()));
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void shouldKeepRefusalsAndStatusesAndFaultsOverARestart() throws Exception {
        Process first = start("--port", "0");
        SimulatorClient client = clientOf(first);
        client.charge("c1", "{\"decline\":{\"code\":\"NO\"}}");
        client.charge("c2");
        String refused = client.refund("r1", "c1", "1.00").http().body();
        client.refund("r2", "c2", "1.00");
        client.post("/refunds/r2/fail", "{\"code\":\"ACCOUNT_CLOSED\"}");
        first.destroyForcibly().waitFor();

        SimulatorClient again = clientOf(start("--port", "0"));
        assertThat(again.refund("r1", "c1", "1.00").http().body()).isEqualTo(refused);
        assertThat(again.refund("r3", "c1", "1.00").code()).isEqualTo("NO");
        JsonNode failed = again.get("/refunds/r2").json();
        assertThat(failed.path("status").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error").path("code").asString()).isEqualTo("ACCOUNT_CLOSED");
    }

    @Test
    void shouldStopOnSigterm() throws Exception {
        Process process = start("--port", "0", "--faults", "{\"latencyMillis\":7}");
        SimulatorClient client = clientOf(process);
        client.charge("c1");
        assertThat(client.get("/faults")
                        .json()
                        .path("latencyMillis")
                        .path("max")
                        .asInt())
                .isEqualTo(7);
        // Through its handle: Process.destroy would close the stream that is read below.
        assertThat(process.toHandle().destroy()).isTrue();
        assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(process.errorReader(UTF_8).lines()).isEmpty();
    }

    @Test
    void shouldSayInOneLineThatThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start("--port", Integer.toString(other.getLocalPort()));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(process.errorReader(UTF_8).lines())
                    .containsExactly("Provider simulator: port " + other.getLocalPort() + " is in use");
        }
    }

    @Test
    void shouldSayInOneLineThatTheFaultsAreWrong() throws Exception {
        Process process = start("--port", "0", "--faults", "{\"stall\":{\"millis\":-1}}");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(process.errorReader(UTF_8).lines())
                .containsExactly("Provider simulator: millis must not be negative");
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ProviderSimulator.class.getName(),
                "--data",
                data.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The JVM would say that it has them, where the simulator says nothing.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static SimulatorClient clientOf(Process process) throws IOException {
        BufferedReader output = process.inputReader(UTF_8);
        String line = output.readLine();
        Matcher listens = LISTENS.matcher(String.valueOf(line));
        if (!listens.find()) {
            throw new IllegalStateException("the simulator said: " + line);
        }
        return new SimulatorClient(Integer.parseInt(listens.group(1)));
    }

    private static String idOf(JsonNode refund) {
        return refund.path("id").asString();
    }
}
