package io.github.refundworker.ops.deploy;

import io.github.refundworker.ops.deploy.KubernetesManifestsTest.Defect;
import java.util.stream.Stream;

/** One for each thing that is checked, so that it is known to be checked. */
final class Defects {
    private static final String WORKER = "base/worker.yaml";
    private static final String SERVICES = "base/services.yaml";
    private static final String POLICY = "base/network-policy.yaml";
    private static final String BASE = "base/kustomization.yaml";
    private static final String SCALED = "overlays/keda/scaled-object.yaml";
    private static final String AUTHENTICATION = "overlays/keda/trigger-authentication.yaml";
    private static final String MTLS = "overlays/mtls/kustomization.yaml";
    private static final String DECIDE = "overlays/roles/decide/kustomization.yaml";
    private static final String LABEL = "app.kubernetes.io/name: refund-worker";

    private Defects() {}

    private static final String ALIVE = "{path: /actuator/health/liveness, port: management}";
    private static final String READY = "{path: /actuator/health/readiness, port: management}";

    static Stream<Defect> all() {
        return Stream.of(form(), links(), probes(), pods(), environment(), roles(), keda(), mtls())
                .flatMap(defects -> defects);
    }

    private static Defect base(String file, String right, String wrong, String problem) {
        return new Defect("base", file, right, wrong, problem);
    }

    private static Stream<Defect> form() {
        return Stream.of(
                base(WORKER, "minReadySeconds", "minReadySecond", "is not what Kubernetes takes"),
                base(WORKER, "fsGroup: 10001", "fsGroups: 10001", "is not what Kubernetes takes"),
                base(WORKER, "periodSeconds: 2\n", "periodSeconds: often\n", "is not what Kubernetes takes"),
                base(POLICY, "policyTypes", "types", "is not what Kubernetes takes"),
                base(SERVICES, "publishNotReadyAddresses", "publishUnready", "is not what Kubernetes takes"),
                base("base/disruption.yaml", "maxUnavailable", "maxGone", "is not what Kubernetes takes"),
                base(
                        "base/disruption.yaml",
                        "policy/v1\n",
                        "policy/v1beta1\n",
                        "is of a kind that nobody checks: policy/v1beta1"),
                base("strimzi/topics.yaml", "partitions: 8", "partition: 8", "is not what its operator takes"),
                base("strimzi/users.yaml", "[Read, Describe]", "[Reed]", "is not what its operator takes"),
                base("strimzi/users.yaml", "patternType: prefix", "patternType: prefixed", "not what its operator"),
                base("strimzi/scaler.yaml", "strimzi.io/cluster: kafka", "cluster: kafka", "not what its operator"));
    }

    private static Stream<Defect> links() {
        return Stream.of(
                base(
                        WORKER,
                        "    metadata:\n      labels: {" + LABEL + "}",
                        "    metadata:\n      labels: {app.kubernetes.io/name: refunds}",
                        "does not select the pods that it makes"),
                base(
                        WORKER,
                        "            matchLabels: {" + LABEL + "}",
                        "            matchLabels: {app: refund-worker}",
                        "spreads other pods"),
                base("strimzi/scaler.yaml", "  name: refund-scaler", "  name: refund-review", "exists twice"),
                base(WORKER, "serviceName: refund-worker-management", "serviceName: refund-worker", "no headless"),
                base(SERVICES, "selector: {" + LABEL + "}", "selector: {app: refund-worker}", "selects no pod"),
                base(SERVICES, "targetPort: http", "targetPort: web", "leads to a port"),
                base(
                        "base/disruption.yaml",
                        "matchLabels: {" + LABEL + "}",
                        "matchLabels: {app: refund-worker}",
                        "PodDisruptionBudget refund-worker selects no pod"),
                base(BASE, "  - disruption.yaml\n", "", "has not one disruption budget"),
                base(BASE, "  - network-policy.yaml\n", "", "has no network policy"),
                base(
                        POLICY,
                        "  podSelector:\n    matchLabels: {" + LABEL + "}",
                        "  podSelector:\n    matchLabels: {app: refund-worker}",
                        "NetworkPolicy refund-worker selects no pod"),
                base(POLICY, "ports: [{port: 8080}]\n", "ports: [{port: 80}]\n", "lets through to a port"),
                base(
                        POLICY,
                        "            matchLabels: {strimzi.io/cluster: kafka}",
                        "            matchLabels: {strimzi.io/cluster: main}",
                        "speaks of pods that nobody makes"),
                base(POLICY, "[{port: 9093}]", "[{port: 9092}]", "does not let through to the brokers"),
                base(WORKER, "configMapRef: {name: refund-worker}", "configMapRef: {name: refunds}", "wants the Conf"),
                base(WORKER, "secretName: refund-worker", "secretName: refunds", "wants the Secret"),
                base(
                        WORKER,
                        "      securityContext:\n        runAs",
                        "      serviceAccountName: x\n      securityContext:\n        runAs",
                        "wants the ServiceAccount"),
                base(WORKER, "{name: tmp, mountPath: /tmp}", "{name: temp, mountPath: /tmp}", "and mounts"));
    }

    private static Stream<Defect> probes() {
        return Stream.of(
                base(WORKER, READY, "{path: /ready, port: management}", "where no readiness is"),
                base(WORKER, READY, ALIVE, "where no readiness is"),
                base(WORKER, ALIVE, "{path: /livez, port: management}", "where no liveness is"),
                base(WORKER, ALIVE, "{path: /livez, port: web}", "asks a port that does not"),
                base(WORKER, ALIVE, "{path: /livez, port: http}", "asks a port that is open to everybody"),
                base(WORKER, ALIVE, ALIVE.replace("}", ", scheme: HTTPS}"), "does not speak plain HTTP"),
                base(WORKER, "containerPort: 8081", "containerPort: 8082", "the worker has others"),
                base(WORKER, "prometheus.io/port: \"8081\"", "prometheus.io/port: \"8080\"", "tells Prometheus"),
                base(WORKER, "/actuator/prometheus", "/metrics", "tells Prometheus"));
    }

    private static Stream<Defect> pods() {
        return Stream.of(
                base(
                        WORKER,
                        "terminationGracePeriodSeconds: 75",
                        "terminationGracePeriodSeconds: 45",
                        "a stop may take PT58S and is given PT45S"),
                base(WORKER, "      terminationGracePeriodSeconds: 75\n", "", "is given PT30S"),
                base(WORKER, "memory: 1Gi", "memory: 512Mi", "too few for the stores"),
                base(WORKER, "limits: {memory: 1Gi}", "limits: {memory: 2Gi}", "first to be evicted"),
                base(WORKER, "limits: {memory: 1Gi}", "limits: {memory: 1Gi, cpu: 1}", "is throttled"),
                base(WORKER, "runAsNonRoot: true", "runAsNonRoot: false", "may run as root"),
                base(WORKER, "runAsUser: 10001", "runAsUser: 1000", "runs as another user"),
                base(WORKER, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "may do more"),
                base(WORKER, "{drop: [ALL]}", "{drop: [ALL], add: [NET_RAW]}", "may do more"),
                base(WORKER, "{type: RuntimeDefault}", "{type: Unconfined}", "may call what it likes"),
                base(WORKER, "      automountServiceAccountToken: false\n", "", "has a token for the cluster"),
                base(WORKER, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may write to its image"),
                base(WORKER, "mountPath: /var/lib/refund-worker", "mountPath: /state", "can write to"),
                base(
                        WORKER,
                        "mountPath: /run/secrets/refund-worker",
                        "mountPath: /secrets",
                        "does not see its secrets"));
    }

    private static Stream<Defect> environment() {
        return Stream.of(
                base(BASE, "REFUNDS_NAMESPACE", "REFUNDS_NAME_SPACE", "REFUNDS_NAME_SPACE sets nothing"),
                base(BASE, "REFUNDS_ACCOUNTS_MAIN_URL", "REFUNDS_ACCOUNTS_MAIN_URI", "MAIN_URI sets nothing"),
                base(BASE, "BOOTSTRAPSERVERS", "BOOTSTRAP_SERVERS", "BOOTSTRAP_SERVERS sets nothing"),
                base(WORKER, "REFUNDS_INSTANCEID", "REFUNDS_INSTANCE", "REFUNDS_INSTANCE sets nothing"));
    }

    private static Stream<Defect> roles() {
        return Stream.of(
                new Defect(
                        "overlays/roles",
                        "overlays/roles/api/kustomization.yaml",
                        "refund-worker-decide:8080",
                        "refund-worker:8080",
                        "which no service is"),
                new Defect(
                        "overlays/roles",
                        DECIDE,
                        "{kind: StatefulSet, path: spec/selector/matchLabels, create: true}",
                        "{kind: StatefulSet, path: spec/selector, create: true}",
                        "is not what Kubernetes takes"),
                new Defect(
                        "overlays/roles",
                        DECIDE,
                        "      - op: remove\n        path: /spec/ingress/0\n",
                        "",
                        "has not the role api"),
                // Every role's budget and policy would be of every role's pods.
                new Defect(
                        "overlays/roles",
                        DECIDE,
                        "      - {kind: PodDisruptionBudget, path: spec/selector/matchLabels, create: true}\n",
                        "",
                        "has not one disruption budget"));
    }

    private static Stream<Defect> keda() {
        return Stream.of(
                keda(SCALED, "cooldownPeriod", "coolDown", "is not what its operator takes"),
                keda(SCALED, "lagThreshold: \"2000\"", "lagThreshold: 2000", "is not what its operator takes"),
                keda(SCALED, "{kind: StatefulSet, name: refund-worker}", "{name: refund-worker}", "does not exist"),
                keda(
                        "overlays/keda/kustomization.yaml",
                        "path: /spec/replicas",
                        "path: /spec/minReadySeconds",
                        "so does"),
                keda(SCALED, "maxReplicaCount: 8", "maxReplicaCount: 9", "more pods than partitions"),
                keda(SCALED, "kafka-kafka-bootstrap:9093", "kafka-kafka-bootstrap:9092", "other brokers"),
                keda(
                        SCALED,
                        "consumerGroup: refund-intake",
                        "consumerGroup: refund-decide",
                        "looks at refund-requests"),
                keda(SCALED, "      authenticationRef: *scaler\n", "", "shows the brokers nothing"),
                keda(SCALED, "{name: refund-scaler}", "{name: refund-worker}", "shows the brokers nothing"),
                keda(AUTHENTICATION, "key: user.crt", "key: tls.crt", "wants what nobody makes"),
                keda(AUTHENTICATION, "name: kafka-cluster-ca-cert", "name: kafka-ca", "wants what nobody makes"),
                keda(AUTHENTICATION, "    - {parameter: key, name: refund-scaler, key: user.key}\n", "", "half of"),
                keda("strimzi/scaler.yaml", "name: refund-requests", "name: refund-status", "may not look at"),
                keda("strimzi/scaler.yaml", "name: refund-requests", "name: refund-status", "more than is looked at"),
                keda("strimzi/scaler.yaml", "[Describe]", "[Describe, Read]", "may do more than look"));
    }

    private static Defect keda(String file, String right, String wrong, String problem) {
        return new Defect("overlays/keda", file, right, wrong, problem);
    }

    private static Stream<Defect> mtls() {
        return Stream.of(
                new Defect(
                        "overlays/mtls",
                        WORKER,
                        READY,
                        "{path: /readyz, port: http, scheme: HTTPS}",
                        "asks a port that wants a certificate"),
                mtls("      - MANAGEMENT_SERVER_SSL_ENABLED=false\n", "", "asks a port that wants a certificate"),
                mtls("      - MANAGEMENT_SERVER_SSL_ENABLED=false\n", "", "does not speak TLS"),
                mtls("refund-worker-tls/tls.key", "refund-worker-tls/key.pem", "has no file"),
                mtls("secretName: refund-worker-tls", "secretName: refund-worker", "has no file"),
                mtls("SERVER_SSL_CLIENTAUTH", "SERVER_SSL_CLIENT", "SERVER_SSL_CLIENT sets nothing"));
    }

    private static Defect mtls(String right, String wrong, String problem) {
        return new Defect("overlays/mtls", MTLS, right, wrong, problem);
    }
}
