package io.github.refundworker.runtime;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.runtime.TopicLayout.Required;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** What each role must be allowed to do at the brokers, and no more. */
final class Acls {
    private final TopicNames names;
    private final TopicLayout layout;
    private final Collection<AccountName> accounts;
    private final boolean createsTopics;

    Acls(TopicNames names, TopicLayout layout, Collection<AccountName> accounts, boolean createsTopics) {
        this.names = names;
        this.layout = layout;
        this.accounts = List.copyOf(accounts);
        this.createsTopics = createsTopics;
    }

    /** Allowed on one resource, or on all whose names begin so. */
    record Rule(ResourceType type, String name, PatternType pattern, List<AclOperation> operations) {
        Rule {
            operations = List.copyOf(operations);
        }
    }

    List<Rule> of(Role role) {
        List<Rule> rules = new ArrayList<>();
        switch (role) {
            case INTAKE -> {
                rules.add(topic(names.requests(), READ));
                rules.add(topic(names.inputs(), WRITE));
                rules.add(topic(names.requestsDeadLetters(), WRITE));
                rules.add(group(names.intakeGroup(), READ));
            }
            case DECIDE -> {
                rules.add(topic(names.inputs(), READ));
                for (AccountName account : accounts) {
                    rules.add(topic(names.commands(account), WRITE));
                    // It gives the readers of its commands their first offsets.
                    rules.add(topic(names.commands(account), READ));
                    rules.add(group(names.executeGroup(account), READ));
                }
                rules.add(topic(names.status(), WRITE));
                rules.add(topic(names.balances(), WRITE));
                rules.add(topic(names.requestsDeadLetters(), WRITE));
                rules.add(topic(names.inputsDeadLetters(), WRITE));
                rules.add(topic(names.changelog(DecideTopology.CHARGES), READ, WRITE));
                rules.add(topic(names.changelog(DecideTopology.DUE), READ, WRITE));
                rules.add(group(names.decideGroup(), READ));
                // Streams names its transactions after the group and the process.
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

    /** Whoever sees to dead letters: a principal of its own, so that replaying is a right that can be given to few. */
    List<Rule> ofDeadLetterTool() {
        List<Rule> rules = new ArrayList<>();
        for (String letters : List.of(names.requestsDeadLetters(), names.inputsDeadLetters())) {
            rules.add(topic(letters, READ, DESCRIBE, DESCRIBE_CONFIGS));
            rules.add(own(TopicNames.deadLetterStates(letters)));
            rules.add(new Rule(
                    ResourceType.TRANSACTIONAL_ID,
                    TopicNames.deadLetterTransactions(letters),
                    PatternType.LITERAL,
                    List.of(WRITE, DESCRIBE)));
        }
        rules.add(own(names.audit()));
        // A new topic of its own gets as many replicas as this one has.
        rules.add(topic(names.status(), DESCRIBE, DESCRIBE_CONFIGS));
        // A letter goes back to where it died: to the step that could not read it, or to the one that could not decide.
        rules.add(topic(names.requests(), WRITE, DESCRIBE));
        rules.add(topic(names.inputs(), WRITE, DESCRIBE));
        // How far they are, which is how it is known that a replay is over.
        rules.add(group(names.intakeGroup(), DESCRIBE));
        rules.add(group(names.decideGroup(), DESCRIBE));
        return rules;
    }

    /** Whoever resolves refunds that wait for a person: what this one writes on a charge's log decides about money. */
    List<Rule> ofReviewTool() {
        return List.of(
                topic(names.status(), READ, DESCRIBE, DESCRIBE_CONFIGS),
                topic(names.balances(), DESCRIBE),
                topic(names.inputs(), READ, WRITE, DESCRIBE),
                own(names.audit()),
                group(names.decideGroup(), DESCRIBE));
    }

    /** Which it makes when it first needs it, unless it is made for it. */
    private Rule own(String topic) {
        return createsTopics
                ? topic(topic, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS, CREATE)
                : topic(topic, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS);
    }

    /** Every process looks at the whole cluster before it starts, and at how far each step is behind afterwards. */
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
        rules.add(group(names.intakeGroup(), DESCRIBE));
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
