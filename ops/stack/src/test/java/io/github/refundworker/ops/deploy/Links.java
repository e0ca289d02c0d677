package io.github.refundworker.ops.deploy;

import io.github.refundworker.ops.deploy.Manifests.Pods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether what one document says of another is so. */
final class Links {
    /** The label of our own pods. */
    private static final String OURS = "app.kubernetes.io/name";

    private final Manifests manifests;
    private final Manifests strimzi;
    private final Secrets secrets;
    private final List<String> problems = new ArrayList<>();

    private Links(Manifests manifests, Manifests strimzi, Secrets secrets) {
        this.manifests = manifests;
        this.strimzi = strimzi;
        this.secrets = secrets;
    }

    static List<String> problems(Manifests manifests, Manifests strimzi, Secrets secrets) {
        Links links = new Links(manifests, strimzi, secrets);
        links.names();
        links.manifests.pods().forEach(links::pods);
        links.manifests.of("Service").forEach(links::service);
        links.manifests.of("PodDisruptionBudget").forEach(links::budget);
        links.manifests.of("NetworkPolicy").forEach(links::policy);
        return links.problems;
    }

    private void check(boolean right, JsonNode document, String problem) {
        if (!right) {
            problems.add(Manifests.named(document) + " " + problem);
        }
    }

    private void names() {
        Set<String> names = new HashSet<>();
        for (JsonNode document : Stream.concat(manifests.documents().stream(), strimzi.documents().stream())
                .toList()) {
            check(names.add(Manifests.named(document)), document, "exists twice");
        }
    }

    private void pods(Pods pods) {
        JsonNode workload = pods.workload();
        check(
                isSelected(workload.at("/spec/selector/matchLabels"), pods),
                workload,
                "does not select the pods that it makes");
        for (JsonNode spread : pods.spec().path("topologySpreadConstraints")) {
            check(
                    isSelected(spread.at("/labelSelector/matchLabels"), pods),
                    workload,
                    "spreads other pods than its own");
        }
        if (workload.path("kind").asString().equals("StatefulSet")) {
            String service = workload.at("/spec/serviceName").asString("");
            check(
                    manifests.find("Service", service).stream()
                            .anyMatch(found ->
                                    found.at("/spec/clusterIP").asString("").equals("None")
                                            && isSelected(found.at("/spec/selector"), pods)),
                    workload,
                    "has no headless service that names its pods: " + service);
        }
        // Two budgets for one pod, and nobody may evict it.
        check(
                manifests
                                .of("PodDisruptionBudget")
                                .filter(budget -> isSelected(budget.at("/spec/selector/matchLabels"), pods))
                                .count()
                        == 1,
                workload,
                "has not one disruption budget");
        check(
                manifests
                        .of("NetworkPolicy")
                        .anyMatch(policy -> isSelected(policy.at("/spec/podSelector/matchLabels"), pods)),
                workload,
                "has no network policy");
        references(pods);
    }

    private boolean isSelected(JsonNode labels, Pods pods) {
        return manifests.selected(labels).contains(pods);
    }

    private void references(Pods pods) {
        JsonNode workload = pods.workload();
        Stream.concat(
                        pods.container().path("envFrom").valueStream(),
                        pods.container().path("env").valueStream().map(variable -> variable.path("valueFrom")))
                .forEach(from -> {
                    reference(workload, "ConfigMap", from.path("configMapRef").path("name"));
                    reference(
                            workload, "ConfigMap", from.path("configMapKeyRef").path("name"));
                    reference(workload, "Secret", from.path("secretRef").path("name"));
                    reference(workload, "Secret", from.path("secretKeyRef").path("name"));
                });
        reference(workload, "ServiceAccount", pods.spec().path("serviceAccountName"));
        Set<String> volumes = new TreeSet<>();
        for (JsonNode volume : pods.spec().path("volumes")) {
            volumes.add(volume.path("name").asString());
            reference(workload, "ConfigMap", volume.at("/configMap/name"));
            reference(workload, "Secret", volume.at("/secret/secretName"));
        }
        for (JsonNode claim : workload.at("/spec/volumeClaimTemplates")) {
            volumes.add(Manifests.name(claim));
        }
        Set<String> mounted = new TreeSet<>();
        pods.container()
                .path("volumeMounts")
                .forEach(mount -> mounted.add(mount.path("name").asString()));
        check(mounted.equals(volumes), workload, "has the volumes " + volumes + " and mounts " + mounted);
        manifests.environment(pods).forEach((name, value) -> file(pods, name, value));
    }

    private void reference(JsonNode document, String kind, JsonNode name) {
        check(
                name.isMissingNode()
                        || manifests.find(kind, name.asString()).isPresent()
                        || (kind.equals("Secret") && secrets.has(name.asString())),
                document,
                "wants the " + kind + " " + name + ", which nobody makes");
    }

    /** A variable that names a file names one of a secret that is mounted. */
    private void file(Pods pods, String name, String value) {
        String path = value.replaceFirst("^file:", "");
        if (!path.startsWith("/run/")) {
            return;
        }
        int end = path.lastIndexOf('/');
        Set<String> mounts = new HashSet<>();
        for (JsonNode mount : pods.container().path("volumeMounts")) {
            if (mount.path("mountPath").asString().equals(path.substring(0, end))) {
                mounts.add(mount.path("name").asString());
            }
        }
        check(
                pods.spec()
                        .path("volumes")
                        .valueStream()
                        .filter(volume -> mounts.contains(volume.path("name").asString()))
                        .anyMatch(volume ->
                                secrets.has(volume.at("/secret/secretName").asString(""), path.substring(end + 1))),
                pods.workload(),
                "has no file " + path + " for " + name);
    }

    private void service(JsonNode service) {
        List<Pods> selected = manifests.selected(service.at("/spec/selector"));
        check(!selected.isEmpty(), service, "selects no pod");
        for (JsonNode port : service.at("/spec/ports")) {
            JsonNode target = port.path("targetPort").isMissingNode() ? port.path("port") : port.path("targetPort");
            selected.forEach(pods ->
                    check(pods.port(target).isPresent(), service, "leads to a port that its pods have not: " + target));
        }
    }

    private void budget(JsonNode budget) {
        check(!manifests.selected(budget.at("/spec/selector/matchLabels")).isEmpty(), budget, "selects no pod");
    }

    private void policy(JsonNode policy) {
        List<Pods> selected = manifests.selected(policy.at("/spec/podSelector/matchLabels"));
        check(!selected.isEmpty(), policy, "selects no pod");
        for (JsonNode rule : policy.at("/spec/ingress")) {
            selected.forEach(pods -> ports(policy, rule, pods));
            rule.path("from").forEach(peer -> peer(policy, peer));
        }
        for (JsonNode rule : policy.at("/spec/egress")) {
            for (JsonNode peer : rule.path("to")) {
                peer(policy, peer);
                JsonNode labels = peer.at("/podSelector/matchLabels");
                manifests.selected(labels).forEach(pods -> ports(policy, rule, pods));
            }
        }
        selected.forEach(pods -> brokers(policy, pods));
    }

    private void ports(JsonNode policy, JsonNode rule, Pods pods) {
        for (JsonNode port : rule.path("ports")) {
            check(
                    pods.port(port.path("port")).isPresent(),
                    policy,
                    "lets through to a port that the pods have not: " + port.path("port"));
        }
    }

    private void peer(JsonNode policy, JsonNode peer) {
        JsonNode labels = peer.at("/podSelector/matchLabels");
        if (labels.isMissingNode()) {
            return;
        }
        boolean known = labels.has(OURS)
                ? !manifests.selected(labels).isEmpty()
                : brokerLabels().anyMatch(Manifests.strings(labels)::equals);
        check(known, policy, "speaks of pods that nobody makes: " + labels);
    }

    /** Strimzi gives the brokers of a cluster the label that the topics and users of that cluster have. */
    private Stream<Map<String, String>> brokerLabels() {
        return strimzi.documents().stream()
                .map(document -> Manifests.strings(document.at("/metadata/labels")))
                .distinct();
    }

    /** The way to the brokers that the pods are told of is open. */
    private void brokers(JsonNode policy, Pods pods) {
        String bootstrap = manifests.environment(pods).getOrDefault("SPRING_KAFKA_BOOTSTRAPSERVERS", "");
        String port = bootstrap.substring(bootstrap.lastIndexOf(':') + 1);
        check(
                policy.at("/spec/egress")
                        .valueStream()
                        .filter(rule -> rule.path("to")
                                .valueStream()
                                .anyMatch(peer -> brokerLabels()
                                        .anyMatch(Manifests.strings(peer.at("/podSelector/matchLabels"))::equals)))
                        .flatMap(rule -> rule.path("ports").valueStream())
                        .anyMatch(open -> open.path("port").asString("").equals(port)),
                policy,
                "does not let through to the brokers at " + bootstrap);
    }
}
