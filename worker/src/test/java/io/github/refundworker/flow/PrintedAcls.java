package io.github.refundworker.flow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What {@code refundctl acls} prints, as permissions. */
public final class PrintedAcls {
    private PrintedAcls() {}

    /** As {@code kafka-acls.sh} understands them. */
    public static List<AclBinding> parsed(String shell) {
        return shell.replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("kafka-acls.sh "))
                .flatMap(line -> {
                    String user = "";
                    List<AclOperation> operations = new ArrayList<>();
                    ResourceType type = ResourceType.UNKNOWN;
                    String name = "";
                    PatternType pattern = PatternType.LITERAL;
                    Iterator<String> words = List.of(line.strip().split(" +")).iterator();
                    while (words.hasNext()) {
                        switch (words.next()) {
                            case "--allow-principal" -> user = words.next().replace("User:", "");
                            case "--operation" ->
                                operations.add(AclOperation.fromString(words.next()
                                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                        .toUpperCase(Locale.ROOT)));
                            case "--topic" -> {
                                type = ResourceType.TOPIC;
                                name = words.next();
                            }
                            case "--group" -> {
                                type = ResourceType.GROUP;
                                name = words.next();
                            }
                            case "--transactional-id" -> {
                                type = ResourceType.TRANSACTIONAL_ID;
                                name = words.next();
                            }
                            case "--cluster" -> {
                                type = ResourceType.CLUSTER;
                                name = "kafka-cluster";
                            }
                            case "--resource-pattern-type" ->
                                pattern = PatternType.fromString(words.next().toUpperCase(Locale.ROOT));
                            default -> {}
                        }
                    }
                    String principal = user;
                    ResourcePattern resource = new ResourcePattern(type, name, pattern);
                    return operations.stream().map(operation -> binding(principal, operation, resource));
                })
                .toList();
    }

    public static AclBinding binding(String user, AclOperation operation, ResourcePattern pattern) {
        return new AclBinding(pattern, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
