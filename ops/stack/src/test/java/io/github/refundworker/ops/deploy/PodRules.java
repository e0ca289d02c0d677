package io.github.refundworker.ops.deploy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.github.refundworker.ops.deploy.Manifests.Pods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether the worker can live in the pods that are made for it. */
final class PodRules {
    /** For classes, code, threads, and what the clients and the web server keep outside the heap. */
    private static final long REST = 256L << 20;

    private final Manifests manifests;
    private final WorkerFacts facts;
    private final Pods pods;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private PodRules(Manifests manifests, WorkerFacts facts, Pods pods) {
        this.manifests = manifests;
        this.facts = facts;
        this.pods = pods;
        this.environment = manifests.environment(pods);
    }

    static List<String> problems(Manifests manifests, WorkerFacts facts) {
        List<String> problems = new ArrayList<>();
        for (Pods pods : manifests.pods()) {
            PodRules rules = new PodRules(manifests, facts, pods);
            rules.ports();
            rules.probe("startupProbe", "liveness");
            rules.probe("livenessProbe", "liveness");
            rules.probe("readinessProbe", "readiness");
            rules.strangers();
            rules.metrics();
            rules.stop();
            rules.memory();
            rules.environment();
            rules.user();
            rules.files();
            rules.problems.forEach(problem -> problems.add(pods.name() + ": " + problem));
        }
        return problems;
    }

    private void check(boolean right, String problem) {
        if (!right) {
            problems.add(problem);
        }
    }

    private void ports() {
        check(
                Set.copyOf(pods.ports().values()).equals(Set.of(facts.apiPort(), facts.managementPort())),
                "has the ports " + pods.ports() + ", the worker has others");
    }

    private void probe(String probe, String group) {
        JsonNode get = pods.container().path(probe).path("httpGet");
        Optional<Integer> port = pods.port(get.path("port"));
        if (port.isEmpty()) {
            problems.add(probe + " asks a port that does not exist: " + get.path("port"));
            return;
        }
        check(
                facts.paths(group, port.get()).contains(get.path("path").asString("")),
                probe + " asks " + get.path("path") + " on " + port.get() + ", where no " + group + " is");
        check(
                !open().contains(port.get()),
                probe + " asks a port that is open to everybody, who may take all of its connections");
        boolean tls = environment.containsKey("SERVER_SSL_BUNDLE")
                && (port.get() == facts.apiPort() || !"false".equals(environment.get("MANAGEMENT_SERVER_SSL_ENABLED")));
        check(
                tls == get.path("scheme").asString("HTTP").equals("HTTPS"),
                probe + " does not speak " + (tls ? "TLS" : "plain HTTP") + " as its port does");
        check(
                !tls || !"need".equals(environment.get("SERVER_SSL_CLIENTAUTH")),
                probe + " asks a port that wants a certificate");
    }

    /** The ports that a network policy opens to everybody. */
    private Set<Integer> open() {
        Set<Integer> open = new HashSet<>();
        manifests
                .of("NetworkPolicy")
                .filter(policy -> manifests
                        .selected(policy.at("/spec/podSelector/matchLabels"))
                        .contains(pods))
                .flatMap(policy -> policy.at("/spec/ingress").valueStream())
                .filter(rule -> rule.path("from").isMissingNode())
                .forEach(rule -> rule.path("ports")
                        .forEach(port -> open.add(port.path("port").asInt())));
        return open;
    }

    /** Only a process with the role {@code api} has something to say to everybody. */
    private void strangers() {
        String roles = environment.getOrDefault("REFUNDS_ROLES", "api");
        check(
                open().isEmpty() || List.of(roles.split(",", -1)).contains("api"),
                "is open to everybody on " + open() + ", and has not the role api");
    }

    private void metrics() {
        JsonNode annotations = pods.template().at("/metadata/annotations");
        check(
                annotations.path("prometheus.io/port").asString("").equals(Integer.toString(facts.managementPort()))
                        && annotations.path("prometheus.io/path").asString("").equals(facts.metricsPath()),
                "tells Prometheus of a page that does not exist");
    }

    private void stop() {
        Duration grace = Duration.ofSeconds(
                pods.spec().path("terminationGracePeriodSeconds").asInt(30));
        check(
                grace.compareTo(facts.longestStop()) > 0,
                "a stop may take " + facts.longestStop() + " and is given " + grace);
    }

    private static long bytes(JsonNode quantity) {
        return quantity.isMissingNode()
                ? 0
                : Quantity.getAmountInBytes(new Quantity(quantity.asString())).longValueExact();
    }

    private void memory() {
        JsonNode resources = pods.container().path("resources");
        long limit = bytes(resources.at("/limits/memory"));
        long outsideHeap = limit - limit * facts.heapPercentage() / 100;
        check(
                outsideHeap >= facts.cacheBytes() + REST,
                "of " + limit + " bytes " + outsideHeap + " are left beside the heap: too few for the stores");
        check(
                bytes(resources.at("/requests/memory")) == limit,
                "is not promised the memory that it may use, and is the first to be evicted");
        check(resources.at("/limits/cpu").isMissingNode(), "is throttled");
    }

    private void environment() {
        environment.forEach((name, value) -> {
            check(facts.isKey(name), name + " sets nothing that the worker knows");
            // Another of our own services, by its name within the namespace.
            if (name.startsWith("REFUNDS_") && value.matches("[a-z0-9-]+:[0-9]+")) {
                String host = value.substring(0, value.indexOf(':'));
                int number = Integer.parseInt(value.substring(value.indexOf(':') + 1));
                check(
                        manifests.find("Service", host).stream()
                                .flatMap(service -> service.at("/spec/ports").valueStream())
                                .anyMatch(port -> port.path("port").asInt() == number),
                        name + " names " + value + ", which no service is");
            }
        });
    }

    private void user() {
        JsonNode pod = pods.spec().path("securityContext");
        JsonNode container = pods.container().path("securityContext");
        check(pod.path("runAsNonRoot").asBoolean(false), "may run as root");
        check(
                facts.user()
                        .equals(pod.path("runAsUser").asInt(0) + ":"
                                + pod.path("runAsGroup").asInt(0)),
                "runs as another user than its image is made for: " + facts.user());
        check(
                !container.path("allowPrivilegeEscalation").asBoolean(true)
                        && container.at("/capabilities/drop/0").asString("").equals("ALL")
                        && container.at("/capabilities/add").isMissingNode()
                        && !container.path("privileged").asBoolean(false),
                "may do more than it needs");
        check(
                pod.at("/seccompProfile/type").asString("").equals("RuntimeDefault"),
                "may call what it likes of the kernel");
        check(
                !pods.spec().path("automountServiceAccountToken").asBoolean(true),
                "has a token for the cluster, and no use for it");
        check(container.path("readOnlyRootFilesystem").asBoolean(false), "may write to its image");
    }

    private void files() {
        Set<String> writable = new HashSet<>();
        Set<String> mounted = new HashSet<>();
        for (JsonNode mount : pods.container().path("volumeMounts")) {
            String path = mount.path("mountPath").asString("");
            mounted.add(path);
            if (!mount.path("readOnly").asBoolean(false)) {
                writable.add(path);
            }
        }
        check(
                writable.equals(facts.writtenDirectories()),
                "can write to " + writable + " and has to, to " + facts.writtenDirectories());
        check(mounted.contains(facts.secretsDirectory()), "does not see its secrets");
    }
}
