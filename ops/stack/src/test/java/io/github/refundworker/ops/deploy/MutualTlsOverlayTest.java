package io.github.refundworker.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.deploy.Manifests.Pods;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.TestBroker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The worker as {@code overlays/mtls} sets it up: with the very environment that its pods get, but for where files and
 * ports are on this machine. There is no broker; it waits for one, alive and not ready.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutualTlsOverlayTest {
    private static final Path OVERLAY = Path.of("../deploy/kubernetes/overlays/mtls");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StackAddress address = TestBroker.freePorts();
    private final PemFiles files;
    private final Pods pods;
    private final Path log;
    private final Process worker;

    MutualTlsOverlayTest(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        Kustomize.require();
        Installation installation = Installation.here();
        assumeTrue(installation.isBuilt(), "the worker's jar is not built: run ./mvnw verify, which packages it first");
        Manifests manifests = Manifests.parse(Kustomize.render(OVERLAY));
        pods = manifests.pods().getFirst();
        files = PemFiles.in(directory);
        log = directory.resolve("worker.log");
        ProcessBuilder builder = new ProcessBuilder(installation.worker(List.of("-Xmx192m"), List.of()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(here(manifests.environment(pods), directory));
        worker = builder.start();
    }

    private Map<String, String> here(Map<String, String> environment, Path directory) {
        Map<String, String> here = new HashMap<>();
        environment.forEach((name, value) -> here.put(name, value.replace(mountPath(), directory.toString())));
        here.put("REFUNDS_INSTANCEID", "refund-worker-0");
        here.put("REFUNDS_STATEDIRECTORY", directory.resolve("state").toString());
        here.put("SPRING_KAFKA_BOOTSTRAPSERVERS", address.host() + ":" + address.broker());
        here.put("SERVER_ADDRESS", address.host());
        here.put("SERVER_PORT", Integer.toString(address.worker()));
        here.put("MANAGEMENT_SERVER_ADDRESS", address.host());
        here.put("MANAGEMENT_SERVER_PORT", Integer.toString(address.management()));
        return here;
    }

    /** Of the secret that has the certificate. */
    private String mountPath() {
        return pods.container()
                .path("volumeMounts")
                .valueStream()
                .filter(mount -> mount.path("name").asString().equals("tls"))
                .map(mount -> mount.path("mountPath").asString())
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    void stop() throws InterruptedException {
        worker.toHandle().destroy();
        if (!worker.waitFor(20, TimeUnit.SECONDS)) {
            worker.destroyForcibly().waitFor();
        }
    }

    /** As a kubelet asks: where the manifest says, without a certificate. */
    private HttpResponse<String> probe(String name) throws IOException, InterruptedException {
        JsonNode get = pods.container().path(name).path("httpGet");
        assertThat(get.path("port").asString()).isEqualTo("management");
        try (HttpClient kubelet = HttpClient.newHttpClient()) {
            return kubelet.send(
                    HttpRequest.newBuilder(address.managementUri()
                                    .resolve(get.path("path").asString()))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> call(boolean withCertificate) throws IOException, InterruptedException {
        URI api = URI.create("https://" + address.host() + ":" + address.worker() + "/livez");
        try (HttpClient caller = HttpClient.newBuilder()
                .sslContext(files.context(withCertificate))
                .build()) {
            return caller.send(HttpRequest.newBuilder(api).build(), BodyHandlers.ofString());
        }
    }

    private void awaitAlive() {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .untilAsserted(() -> {
                    assertThat(worker.isAlive()).as(Files.readString(log)).isTrue();
                    assertThat(probe("livenessProbe").statusCode()).isEqualTo(200);
                });
    }

    @Test
    void shouldAnswerTheProbesOfAKubeletThatHasNoCertificate() throws Exception {
        awaitAlive();

        assertThat(probe("startupProbe").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = probe("readinessProbe");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"kafka\"", "\"workerReadiness\"");
    }

    @Test
    void shouldLetInToTheApiOnlyWhoHasACertificate() throws Exception {
        awaitAlive();

        assertThat(call(true).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> call(false)).isInstanceOf(SSLException.class);
    }
}
