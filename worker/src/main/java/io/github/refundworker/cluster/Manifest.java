package io.github.refundworker.cluster;

import static java.util.stream.Collectors.joining;

import io.github.refundworker.cluster.Acls.Rule;
import io.github.refundworker.cluster.TopicLayout.Required;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Prints topics and permissions for other tools: Kafka's own scripts, and Strimzi's resources. */
public final class Manifest {
    private Manifest() {}

    public static String topicsForShell(List<Required> topics) {
        return topics.stream()
                .map(Required::topic)
                .map(topic -> "kafka-topics.sh --bootstrap-server \"$BOOTSTRAP\" --create --if-not-exists --topic "
                        + topic.name() + " \\\n  --partitions " + topic.numPartitions() + " --replication-factor "
                        + topic.replicationFactor()
                        + new TreeMap<>(topic.configs())
                                .entrySet().stream()
                                        .map(config -> " --config " + config.getKey() + "=" + config.getValue())
                                        .collect(joining()))
                .collect(joining("\n", "", "\n"));
    }

    public static String topicsForStrimzi(List<Required> topics, String cluster) {
        return topics.stream()
                .map(Required::topic)
                .map(topic -> resource("KafkaTopic", topic.name(), cluster)
                        + "  topicName: " + topic.name() + "\n"
                        + "  partitions: " + topic.numPartitions() + "\n"
                        + "  replicas: " + topic.replicationFactor() + "\n"
                        + "  config:\n"
                        + new TreeMap<>(topic.configs())
                                .entrySet().stream()
                                        .map(config -> "    %s: \"%s\"%n".formatted(config.getKey(), config.getValue()))
                                        .collect(joining()))
                .collect(joining());
    }

    public static String aclsForShell(Map<String, List<Rule>> byUser) {
        StringBuilder text = new StringBuilder();
        byUser.forEach((user, rules) -> merged(rules)
                .forEach((resource, operations) -> text.append(
                                "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --add --allow-principal User:")
                        .append(user)
                        .append(" \\\n ")
                        .append(operations.stream()
                                .map(operation -> " --operation " + pascal(operation.name()))
                                .collect(joining()))
                        .append(
                                switch (resource.type()) {
                                    case TOPIC -> " --topic " + resource.name();
                                    case GROUP -> " --group " + resource.name();
                                    case TRANSACTIONAL_ID -> " --transactional-id " + resource.name();
                                    case CLUSTER -> " --cluster";
                                    default -> throw new IllegalArgumentException(String.valueOf(resource));
                                })
                        .append(resource.pattern() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "")
                        .append('\n')));
        return text.toString();
    }

    public static String aclsForStrimzi(Map<String, List<Rule>> byUser, String cluster) {
        StringBuilder text = new StringBuilder();
        byUser.forEach((user, rules) -> {
            text.append(resource("KafkaUser", user, cluster)).append("""
                      authentication:
                        type: tls
                      authorization:
                        type: simple
                        acls:
                    """);
            merged(rules).forEach((resource, operations) -> {
                text.append("      - resource:\n          type: ").append(camel(resource.type()));
                if (resource.type() != ResourceType.CLUSTER) {
                    text.append("\n          name: ")
                            .append(resource.name())
                            .append("\n          patternType: ")
                            .append(resource.pattern() == PatternType.PREFIXED ? "prefix" : "literal");
                }
                text.append("\n        operations: [")
                        .append(operations.stream()
                                .map(operation -> pascal(operation.name()))
                                .collect(joining(", ")))
                        .append("]\n");
            });
        });
        return text.toString();
    }

    private record Resource(ResourceType type, String name, PatternType pattern) {}

    private static Map<Resource, Set<AclOperation>> merged(List<Rule> rules) {
        Map<Resource, Set<AclOperation>> merged = new LinkedHashMap<>();
        for (Rule rule : rules) {
            merged.computeIfAbsent(
                            new Resource(rule.type(), rule.name(), rule.pattern()), resource -> new LinkedHashSet<>())
                    .addAll(rule.operations());
        }
        return merged;
    }

    private static String resource(String kind, String name, String cluster) {
        return """
                ---
                apiVersion: kafka.strimzi.io/v1
                kind: %s
                metadata:
                  name: %s
                  labels:
                    strimzi.io/cluster: %s
                spec:
                """.formatted(kind, name.toLowerCase(Locale.ROOT).replace('_', '-'), cluster);
    }

    /** {@code DESCRIBE_CONFIGS} as {@code DescribeConfigs}. */
    private static String pascal(String name) {
        StringBuilder pascal = new StringBuilder();
        for (String word : name.toLowerCase(Locale.ROOT).split("_", -1)) {
            pascal.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return pascal.toString();
    }

    private static String camel(ResourceType type) {
        return type == ResourceType.TRANSACTIONAL_ID
                ? "transactionalId"
                : type.name().toLowerCase(Locale.ROOT);
    }
}
