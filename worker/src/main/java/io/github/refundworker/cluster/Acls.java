package io.github.refundworker.cluster;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.cluster.TopicLayout.Required;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.settings.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The permissions at the brokers that each role needs, and those of the users around the worker. No user has more
 * than it needs.
 */
public final class Acls {
    private final TopicNames names;
    private final TopicLayout layout;
    private final Collection<AccountName> accounts;
    private final boolean createsTopics;

    public Acls(TopicNames names, TopicLayout layout, Collection<AccountName> accounts, boolean createsTopics) {
        this.names = names;
        this.layout = layout;
        this.accounts = List.copyOf(accounts);
        this.createsTopics = createsTopics;
    }

    /** Permitted operations on one resource, or on all resources with this prefix. */
    public record Rule(ResourceType type, String name, PatternType pattern, List<AclOperation> operations) {
        public Rule {
            operations = List.copyOf(operations);
        }
    }

    /**
     * The permissions by user.
     *
     * @param userPrefix with a role's name behind it, the name of its user
     */
    public Map<String, List<Rule>> byUser(String userPrefix) {
        Map<String, List<Rule>> byUser = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            byUser.put(userPrefix + role.name().toLowerCase(Locale.ROOT), of(role));
        }
        byUser.put(userPrefix + "dead-letters", ofDeadLetterTool());
        byUser.put(userPrefix + "review", ofReviewTool());
        byUser.put(userPrefix + "console", ofConsole());
        layout.requests()
                .forEach(requests -> byUser.put(
                        userPrefix + "upstream"
                                + requests.substring(names.requests().length()),
                        ofUpstream(requests)));
        return byUser;
    }

    private List<Rule> of(Role role) {
        List<Rule> rules = new ArrayList<>();
        switch (role) {
            case INTAKE -> {
                layout.requests().forEach(requests -> {
                    rules.add(topic(requests, READ));
                    rules.add(group(names.intakeGroup(requests), READ));
                });
                rules.add(topic(names.inputs(), WRITE));
                rules.add(topic(names.requestsDeadLetters(), WRITE));
                // Intake itself answers requests whose ids break the rules.
                rules.add(topic(names.status(), WRITE));
            }
            case DECIDE -> {
                rules.add(topic(names.inputs(), READ));
                for (AccountName account : accounts) {
                    rules.add(topic(names.commands(account), WRITE));
                    // Decide gives the readers of its commands their first offsets.
                    rules.add(topic(names.commands(account), READ));
                    rules.add(group(names.executeGroup(account), READ));
                }
                rules.add(topic(names.status(), WRITE));
                rules.add(topic(names.balances(), WRITE));
                rules.add(topic(names.requestsDeadLetters(), WRITE));
                rules.add(topic(names.inputsDeadLetters(), WRITE));
                rules.add(topic(names.changelog(StoreNames.CHARGES), READ, WRITE));
                rules.add(topic(names.changelog(StoreNames.DUE), READ, WRITE));
                rules.add(group(names.decideGroup(), READ));
                // Kafka Streams names its transactions after the group and the process.
                rules.add(new Rule(
                        ResourceType.TRANSACTIONAL_ID, names.decideGroup(), PatternType.PREFIXED, List.of(WRITE)));
            }
            case EXECUTE -> {
                for (AccountName account : accounts) {
                    rules.add(topic(names.commands(account), READ));
                    rules.add(group(names.executeGroup(account), READ));
                }
                rules.add(topic(names.inputs(), WRITE));
            }
            case API -> rules.add(topic(names.inputs(), WRITE));
        }
        if (role == Role.DECIDE || role == Role.EXECUTE) {
            rules.add(topic(names.clocks(), WRITE));
        }
        rules.addAll(ofChecks());
        return rules;
    }

    /**
     * The tool for dead letters. It has a principal of its own, so that few people can get the permission to replay.
     */
    private List<Rule> ofDeadLetterTool() {
        List<Rule> rules = new ArrayList<>();
        for (String letters : List.of(names.requestsDeadLetters(), names.inputsDeadLetters())) {
            rules.add(model(letters, READ, DESCRIBE));
            rules.add(own(TopicNames.deadLetterStates(letters)));
            rules.add(new Rule(
                    ResourceType.TRANSACTIONAL_ID,
                    TopicNames.deadLetterTransactions(letters),
                    PatternType.LITERAL,
                    List.of(WRITE, DESCRIBE)));
        }
        rules.add(own(names.audit()));
        if (createsTopics) {
            rules.add(model(names.status(), DESCRIBE));
        }
        // A letter goes back to the topic on which it died: of the step that could not read it, or could not decide on
        // it.
        // A record that ends every reader is stepped over: those before it are written again, and intake's group is
        // moved.
        layout.requests().forEach(requests -> {
            rules.add(topic(requests, READ, WRITE, DESCRIBE));
            rules.add(group(names.intakeGroup(requests), READ, DESCRIBE));
        });
        rules.add(topic(names.inputs(), WRITE, DESCRIBE));
        // The tool sees from the groups' offsets when a replay is over.
        rules.add(group(names.decideGroup(), DESCRIBE));
        return rules;
    }

    /** The tool for reviews. What it writes to a charge's log decides about money. */
    private List<Rule> ofReviewTool() {
        return List.of(
                model(names.status(), READ, DESCRIBE),
                // To compare how many partitions it has.
                topic(names.balances(), DESCRIBE),
                topic(names.inputs(), READ, WRITE, DESCRIBE),
                own(names.audit()),
                group(names.decideGroup(), DESCRIBE));
    }

    /**
     * The console. It reads what it shows, writes people's decisions to charges' logs, and replays dead letters. It does
     * not step over records, so it needs less than the tool for dead letters.
     */
    private List<Rule> ofConsole() {
        List<Rule> rules = new ArrayList<>();
        rules.add(model(names.status(), READ, DESCRIBE));
        rules.add(topic(names.balances(), READ, DESCRIBE));
        String requestLetters = names.requestsDeadLetters();
        rules.add(model(requestLetters, READ, DESCRIBE));
        rules.add(own(TopicNames.deadLetterStates(requestLetters)));
        rules.add(new Rule(
                ResourceType.TRANSACTIONAL_ID,
                TopicNames.deadLetterTransactions(requestLetters),
                PatternType.LITERAL,
                List.of(WRITE, DESCRIBE)));
        // Letters of other inputs are only shown.
        rules.add(topic(names.inputsDeadLetters(), READ, DESCRIBE));
        rules.add(topic(TopicNames.deadLetterStates(names.inputsDeadLetters()), READ, DESCRIBE));
        rules.add(own(names.audit()));
        // A letter goes back to the topic on which it died, and the groups' offsets tell when it was taken.
        layout.requests().forEach(requests -> {
            rules.add(topic(requests, WRITE, DESCRIBE));
            rules.add(group(names.intakeGroup(requests), DESCRIBE));
        });
        rules.add(topic(names.inputs(), READ, WRITE, DESCRIBE));
        rules.add(group(names.decideGroup(), DESCRIBE));
        return rules;
    }

    /**
     * An upstream system, which asks for refunds and reads the events. It needs further permissions for its own
     * consumer group.
     */
    private List<Rule> ofUpstream(String requests) {
        return List.of(
                topic(requests, WRITE, DESCRIBE),
                topic(names.status(), READ, DESCRIBE),
                topic(names.balances(), READ, DESCRIBE));
    }

    /**
     * A topic whose settings a tool copies when it creates a topic of its own. The tool creates no topic if all
     * topics are provided.
     */
    private Rule model(String topic, AclOperation... operations) {
        List<AclOperation> all = new ArrayList<>(List.of(operations));
        if (createsTopics) {
            all.add(DESCRIBE_CONFIGS);
        }
        return new Rule(ResourceType.TOPIC, topic, PatternType.LITERAL, all);
    }

    /** A topic of the tool. The tool creates it at its first use, unless all topics are provided. */
    private Rule own(String topic) {
        return createsTopics
                ? topic(topic, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS, CREATE)
                : topic(topic, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
    }

    /** Every process checks the whole cluster before it starts, and later reads how far each step is behind. */
    private List<Rule> ofChecks() {
        List<Rule> rules = new ArrayList<>();
        for (Required required : layout.required()) {
            String topic = required.topic().name();
            rules.add(
                    createsTopics
                            ? topic(topic, DESCRIBE, DESCRIBE_CONFIGS, CREATE)
                            : topic(topic, DESCRIBE, DESCRIBE_CONFIGS));
        }
        rules.add(topic("__transaction_state", DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(topic("__consumer_offsets", DESCRIBE, DESCRIBE_CONFIGS));
        layout.requests().forEach(requests -> rules.add(group(names.intakeGroup(requests), DESCRIBE)));
        rules.add(group(names.decideGroup(), DESCRIBE));
        accounts.forEach(account -> rules.add(group(names.executeGroup(account), DESCRIBE)));
        rules.add(new Rule(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, List.of(DESCRIBE_CONFIGS)));
        return rules;
    }

    private static Rule topic(String name, AclOperation... operations) {
        return new Rule(ResourceType.TOPIC, name, PatternType.LITERAL, List.of(operations));
    }

    private static Rule group(String name, AclOperation... operations) {
        return new Rule(ResourceType.GROUP, name, PatternType.LITERAL, List.of(operations));
    }
}
