package io.github.refundworker.ops.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The worker's own program as a process, told everything by its options. */
public final class WorkerProcess implements AutoCloseable {

    private final StackAddress address = TestBroker.freePorts();
    private final Child child;

    /** @param directory of what it keeps and says */
    public WorkerProcess(List<String> options, Path directory) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(
                "--server.address=" + address.host(),
                "--server.port=" + address.worker(),
                "--management.server.address=" + address.host(),
                "--management.server.port=" + address.management(),
                "--refunds.state-directory=" + directory.resolve("worker")));
        List<String> jvm = List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED");
        child = TestBroker.unsupervised(
                "worker", Installation.here().worker(jvm, arguments), directory.resolve("worker.log"));
        child.start();
    }

    public WorkerProcess awaitReady() {
        URI ready = address.workerUri().resolve("/readyz");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await(child.log().toString())
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() ->
                            http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200);
        }
        return this;
    }

    /** What the program prints if it is asked for something besides working. */
    public static String printed(List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Installation.here().worker(List.of(), arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        int ended = process.waitFor();
        if (ended != 0) {
            throw new IllegalStateException(arguments.getFirst() + " ended with " + ended + ": " + printed);
        }
        return printed;
    }

    @Override
    public void close() {
        child.stop(Duration.ofSeconds(30));
    }
}
