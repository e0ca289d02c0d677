package io.github.refundworker.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.Signatures;
import io.github.refundworker.runtime.ToolOutput;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each role a process and a user of its own, as where money is: over TLS with a password from a file, allowed what {@code
 * refundctl acls} prints; and over HTTP only whoever has a certificate and a token.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredClusterTest {
    private static final String PREFIX = "secured-";
    private static final String UPSTREAM = "refund-upstream";
    private static final String SECRET = "the-secret-of-the-provider";
    private static final List<String> ROLES = List.of("intake", "decide", "execute", "api");

    private final Path directory = newDirectory();
    private final List<String> users =
            ROLES.stream().map(role -> "refund-" + role).toList();
    private final SecuredBroker broker = new SecuredBroker(
            directory, Stream.concat(users.stream(), Stream.of(UPSTREAM)).toList());
    private final Certificate web = new Certificate(directory, "web");
    private final ProviderDouble provider = new ProviderDouble();
    private final Issuer issuer = new Issuer();
    private final List<AclBinding> printed = new ArrayList<>();
    private final List<Installation> workers = new ArrayList<>();

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "secured");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void start() throws Exception {
        tool("topics", "--create");
        List<AclBinding> all = PrintedAcls.parsed(tool("acls", "--format=shell"));
        // There are users around the worker too; the order system of these tests is one of them.
        all.stream()
                .filter(binding -> users.contains(binding.entry().principal().replace("User:", "")))
                .forEach(printed::add);
        broker.allow(all);
        for (String role : ROLES) {
            Installation worker = new Installation(broker.client(UPSTREAM), PREFIX, provider.url())
                    .with(options().toArray(String[]::new))
                    .with(broker.worker("refund-" + role))
                    .with("--refunds.instance-id=" + role, "--refunds.roles=" + role)
                    .without("--refunds.api.key")
                    .withTls(web);
            if (role.equals("api")) {
                worker.with("--refunds.api.decide-address=127.0.0.1:"
                        + workers.get(ROLES.indexOf("decide")).uri("/").getPort());
            }
            workers.add(worker.start());
        }
        workers.forEach(Installation::awaitReady);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(web.bundle("web"));
        options.addAll(List.of(
                "--spring.profiles.active=production",
                "--refunds.namespace=secured",
                "--refunds.topics.create=false",
                "--refunds.topics.replication-factor=1",
                "--refunds.topics.min-in-sync-replicas=1",
                "--refunds.accounts.simulator.webhook-secrets=" + SECRET,
                "--server.ssl.bundle=web",
                "--server.ssl.client-auth=need",
                "--management.server.ssl.enabled=false",
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + Issuer.NAME,
                "--spring.security.oauth2.resourceserver.jwt.audiences=" + Issuer.AUDIENCE,
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + issuer.keys()));
        return options;
    }

    private String tool(String... verb) {
        Stream<String> ofInstallation = Stream.of(
                "--refunds.topics.prefix=" + PREFIX,
                "--refunds.topics.partitions=3",
                "--refunds.accounts.simulator.type=http",
                "--refunds.accounts.simulator.url=" + provider.url());
        return ToolOutput.of(Stream.of(
                        Arrays.stream(verb),
                        options().stream(),
                        Arrays.stream(broker.worker(SecuredBroker.ADMIN)),
                        ofInstallation)
                .flatMap(option -> option)
                .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        workers.reversed().forEach(Installation::close);
        issuer.close();
        provider.close();
        broker.close();
    }

    private Installation worker(String role) {
        return workers.get(ROLES.indexOf(role));
    }

    private HttpResponse<String> ask(String path) {
        return worker("api").get(path, "Authorization", "Bearer " + issuer.token("refunds.read"));
    }

    @Test
    void shouldDoAllOfItsWorkWithThePermissionsThatArePrintedAndNeedEachOfThem() {
        provider.slowCharge("ch_secured", "100.00");
        worker("intake").request("ch_secured", TwoWorkers.request("ch_secured", "25.00"));
        String refund = worker("intake")
                .events("ch_secured", events -> events.size() >= 2)
                .getFirst()
                .body()
                .at("/refund/id")
                .asString();
        String providerRefund = provider.settle("ch_secured").getFirst();
        String notice =
                "{\"id\": \"evt_1\", \"type\": \"refund.updated\", \"chargeId\": \"ch_secured\", \"refundId\": \""
                        + providerRefund + "\"}";
        HttpResponse<String> taken = worker("api")
                .send(HttpRequest.newBuilder(worker("api").uri("/webhooks/simulator"))
                        .header("Refund-Webhook-Signature", Signatures.of(SECRET, Instant.now(), notice))
                        .POST(HttpRequest.BodyPublishers.ofString(notice))
                        .build());
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
        // Over the process that decides, and with the caller's own token.
        await().atMost(TwoWorkers.PATIENCE)
                .untilAsserted(
                        () -> assertThat(ask("/v1/refunds/" + refund).body()).contains("\"SUCCEEDED\""));
        worker("intake").send("ch_secured", new byte[] {0});
        worker("intake").awaitReady();

        assertThat(WitnessingAuthorizer.denied(users)).isEmpty();
        assertThat(printed.stream().filter(binding -> !WitnessingAuthorizer.wasUsed(binding)))
                .isEmpty();
    }

    /** Last, because the brokers deny something here and must not in the others. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldStopWhereAPermissionIsTakenAwayAndLoseNothing() throws Exception {
        provider.charge("ch_revoked", "100.00");
        List<AclBinding> commands = permissions("execute", AclOperation.READ, "refund-commands");
        broker.forbid(commands);
        awaitDeath("execute", "Authorization");
        worker("intake").request("ch_revoked", TwoWorkers.request("ch_revoked", "25.00"));
        broker.allow(commands);
        startAgain("execute");
        awaitSucceeded("25.00");

        List<AclBinding> requests = permissions("intake", AclOperation.READ, "refund-requests");
        broker.forbid(requests);
        awaitDeath("intake", "the brokers do not permit it");
        worker("intake").request("ch_revoked", TwoWorkers.request("ch_revoked", "10.00"));
        broker.allow(requests);
        startAgain("intake");
        awaitSucceeded("25.00", "10.00");

        // These wait, and go on by themselves.
        List<AclBinding> log = permissions("decide", AclOperation.READ, "refund-inputs");
        broker.forbid(log);
        worker("intake").request("ch_revoked", TwoWorkers.request("ch_revoked", "1.00"));
        awaitWaiting("decide", "Not authorized to access topics: [" + PREFIX + "refund-inputs]");
        broker.allow(log);
        awaitSucceeded("25.00", "10.00", "1.00");

        List<AclBinding> inputs = permissions("intake", AclOperation.WRITE, "refund-inputs");
        broker.forbid(inputs);
        worker("intake").request("ch_revoked", TwoWorkers.request("ch_revoked", "5.00"));
        awaitWaiting("intake", "");
        broker.allow(inputs);
        awaitSucceeded("25.00", "10.00", "1.00", "5.00");

        List<AclBinding> transactions = permissions("decide", AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, "");
        broker.forbid(transactions);
        worker("intake").request("ch_revoked", TwoWorkers.request("ch_revoked", "7.00"));
        awaitWaiting("decide", "Transactional Id authorization failed");
        broker.allow(transactions);
        awaitSucceeded("25.00", "10.00", "1.00", "5.00", "7.00");
        assertThat(provider.paid("ch_revoked")).containsExactlyInAnyOrder("25.00", "10.00", "1.00", "5.00", "7.00");
    }

    private List<AclBinding> permissions(String role, AclOperation operation, String topic) {
        return permissions(role, operation, ResourceType.TOPIC, topic);
    }

    private List<AclBinding> permissions(String role, AclOperation operation, ResourceType type, String name) {
        List<AclBinding> found = printed.stream()
                .filter(binding -> binding.entry().principal().equals("User:refund-" + role))
                .filter(binding -> binding.entry().operation() == operation)
                .filter(binding -> binding.pattern().resourceType() == type)
                .filter(binding -> binding.pattern().name().startsWith(PREFIX + name))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private void startAgain(String role) {
        worker(role).stop();
        worker(role).start().awaitReady();
    }

    private void awaitDeath(String role, String why) {
        await().atMost(TwoWorkers.PATIENCE).untilAsserted(() -> {
            HttpResponse<String> alive = worker(role).get("/livez");
            assertThat(alive.statusCode()).as(alive.body()).isEqualTo(503);
            assertThat(alive.body()).contains(role).contains(why);
        });
        assertThat(worker(role).getManagement("/actuator/prometheus").body())
                .containsPattern("refunds_step_alive\\{[^}]*step=\"" + role + "[^}]*} 0");
    }

    /** Streams throws what a thread died of once more when it has replaced it, which would end any other wait. */
    private static ConditionFactory patiently() {
        return await().atMost(TwoWorkers.PATIENCE).dontCatchUncaughtExceptions();
    }

    private void awaitWaiting(String role, String why) {
        patiently().untilAsserted(() -> {
            HttpResponse<String> ready = worker(role).get("/readyz");
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(503);
            assertThat(ready.body()).contains(why);
        });
        assertThat(worker(role).get("/livez").statusCode()).isEqualTo(200);
    }

    private void awaitSucceeded(String... amounts) {
        patiently()
                .untilAsserted(() -> assertThat(ask("/v1/refunds?chargeId=ch_revoked&status=SUCCEEDED")
                                .body())
                        .contains(Arrays.stream(amounts)
                                .map(amount -> "\"amount\":\"" + amount + "\"")
                                .toList()));
    }

    @Test
    void shouldLetInNobodyWithoutACertificateOrWithoutAToken() throws Exception {
        assertThat(worker("api").get("/v1/charges/ch_1").statusCode()).isEqualTo(401);
        assertThat(worker("decide").get("/v1/charges/ch_1").statusCode()).isEqualTo(401);
        assertThat(ask("/v1/charges/ch_1").statusCode()).isEqualTo(404);
        try (HttpClient stranger =
                HttpClient.newBuilder().sslContext(web.context(false)).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(worker("api").uri("/livez")).build();
            assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
        }
        assertThat(worker("api").getManagement("/actuator/health").statusCode()).isEqualTo(200);
    }
}
