package io.github.refundworker.ops.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether KEDA can scale what it is told to scale, and may look at what it looks at, and at nothing else. */
final class Scaling {
    private final Manifests manifests;
    private final Manifests strimzi;
    private final Secrets secrets;
    private final List<String> problems = new ArrayList<>();

    private Scaling(Manifests manifests, Manifests strimzi, Secrets secrets) {
        this.manifests = manifests;
        this.strimzi = strimzi;
        this.secrets = secrets;
    }

    static List<String> problems(Manifests manifests, Manifests strimzi, Secrets secrets) {
        Scaling scaling = new Scaling(manifests, strimzi, secrets);
        manifests.of("ScaledObject").forEach(scaling::scaled);
        manifests.of("TriggerAuthentication").forEach(scaling::authentication);
        return scaling.problems;
    }

    private void check(boolean right, JsonNode document, String problem) {
        if (!right) {
            problems.add(Manifests.named(document) + " " + problem);
        }
    }

    private void scaled(JsonNode scaled) {
        JsonNode target = scaled.at("/spec/scaleTargetRef");
        List<JsonNode> found =
                manifests
                        .find(
                                target.path("kind").asString("Deployment"),
                                target.path("name").asString(""))
                        .stream()
                        .toList();
        check(!found.isEmpty(), scaled, "scales what does not exist: " + target);
        found.forEach(workload -> check(
                workload.at("/spec/replicas").isMissingNode(),
                scaled,
                "says how many there are, and so does what it scales"));
        for (JsonNode trigger : scaled.at("/spec/triggers")) {
            trigger(scaled, trigger);
        }
    }

    private void trigger(JsonNode scaled, JsonNode trigger) {
        JsonNode metadata = trigger.path("metadata");
        String topic = metadata.path("topic").asString("");
        String group = metadata.path("consumerGroup").asString("");
        String brokers = metadata.path("bootstrapServers").asString("");
        int most = scaled.at("/spec/maxReplicaCount").asInt(100);
        check(
                manifests.pods().stream()
                        .allMatch(pods ->
                                brokers.equals(manifests.environment(pods).get("SPRING_KAFKA_BOOTSTRAPSERVERS"))),
                scaled,
                "looks at other brokers than the worker's: " + brokers);
        check(
                strimzi.find("KafkaTopic", topic).stream()
                        .anyMatch(found -> found.at("/spec/partitions").asInt() >= most),
                scaled,
                "would have more pods than partitions of " + topic);
        JsonNode authentication = trigger.at("/authenticationRef/name");
        check(
                manifests
                        .find("TriggerAuthentication", authentication.asString(""))
                        .isPresent(),
                scaled,
                "shows the brokers nothing for " + topic);
        Set<String> readers = reads(topic, group);
        check(readers.size() == 1, scaled, "looks at " + topic + " for " + group + ", and " + readers + " read so");
        check(
                rights(authentication.asString("")).containsAll(Set.of("topic " + topic, "group " + group)),
                scaled,
                "may not look at " + topic + " and " + group);
    }

    /** Which of the worker's users read the topic in the group: the decider has a group's right without reading in it. */
    private Set<String> reads(String topic, String group) {
        return strimzi.of("KafkaUser")
                .filter(user -> allowed(user, "Read").containsAll(Set.of("topic " + topic, "group " + group)))
                .map(Manifests::name)
                .filter(group::startsWith)
                .collect(Collectors.toSet());
    }

    private Set<String> rights(String user) {
        return strimzi.find("KafkaUser", user).stream()
                .flatMap(found -> allowed(found, "Describe").stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> allowed(JsonNode user, String operation) {
        return acls(user)
                .filter(acl -> acl.path("operations")
                        .valueStream()
                        .anyMatch(one -> one.asString().equals(operation)))
                .map(acl -> acl.at("/resource/type").asString("") + " "
                        + acl.at("/resource/name").asString(""))
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> acls(JsonNode user) {
        return user.at("/spec/authorization/acls").valueStream();
    }

    private void authentication(JsonNode authentication) {
        Set<String> parameters = new HashSet<>();
        for (JsonNode reference : authentication.at("/spec/secretTargetRef")) {
            parameters.add(reference.path("parameter").asString(""));
            check(
                    secrets.has(
                            reference.path("name").asString(""),
                            reference.path("key").asString("")),
                    authentication,
                    "wants what nobody makes: " + reference);
        }
        check(parameters.contains("cert") == parameters.contains("key"), authentication, "has half of a key pair");
        Set<String> needed = manifests
                .of("ScaledObject")
                .flatMap(scaled -> scaled.at("/spec/triggers").valueStream())
                .map(trigger -> trigger.path("metadata"))
                .flatMap(trigger -> Stream.of(
                        "topic " + trigger.path("topic").asString(""),
                        "group " + trigger.path("consumerGroup").asString("")))
                .collect(Collectors.toSet());
        strimzi.find("KafkaUser", Manifests.name(authentication)).ifPresent(user -> {
            check(needed.equals(rights(Manifests.name(user))), user, "may look at more than is looked at");
            check(
                    acls(user)
                            .allMatch(acl -> acl.path("operations").size() == 1
                                    && acl.at("/operations/0").asString("").equals("Describe")),
                    user,
                    "may do more than look");
        });
    }
}
