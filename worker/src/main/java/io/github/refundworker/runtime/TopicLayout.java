package io.github.refundworker.runtime;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;

import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.domain.AccountName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** Which topics there must be, and how they are made. */
final class TopicLayout {
    /** What a topic takes by default: the limit of every topic of ours but the dead letters'. */
    static final int RECORD_LIMIT = 1_000_000;

    /** A record as large as its topic took it, and the headers that say why it died. */
    static final int DEAD_LETTER_LIMIT = 1_048_588 + 64 * 1024;

    private static final String FOREVER = "-1";
    private static final String INTERNAL_RETENTION =
            Long.toString(Duration.ofDays(30).toMillis());

    private static final Map<String, String> REQUESTS = Map.of(RETENTION_MS_CONFIG, INTERNAL_RETENTION);
    private static final Map<String, String> LOG =
            Map.of(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime", RETENTION_MS_CONFIG, INTERNAL_RETENTION);
    private static final Map<String, String> CLOCKS = Map.of(
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            RETENTION_MS_CONFIG,
            Long.toString(Duration.ofHours(1).toMillis()));
    private static final Map<String, String> KEPT = Map.of(RETENTION_MS_CONFIG, FOREVER);
    private static final Map<String, String> DEAD_LETTERS =
            Map.of(RETENTION_MS_CONFIG, FOREVER, MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_LIMIT));
    private static final Map<String, String> AUDIT = Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_DELETE,
            RETENTION_MS_CONFIG,
            FOREVER,
            RETENTION_BYTES_CONFIG,
            FOREVER,
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime");
    /** Hardly compacted with the defaults: a closed segment is 1 GB and half of it must be outdated. */
    private static final Map<String, String> COMPACTED = Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT,
            SEGMENT_BYTES_CONFIG,
            Integer.toString(64 * 1024 * 1024),
            MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.2");

    private final TopicNames names;
    private final RefundsProperties.Topics topics;
    private final Collection<AccountName> accounts;

    TopicLayout(TopicNames names, RefundsProperties.Topics topics, Collection<AccountName> accounts) {
        this.names = names;
        this.topics = topics;
        this.accounts = List.copyOf(accounts);
    }

    /**
     * A topic that must be there.
     *
     * @param exactPartitions whether another number of partitions is an error; upstream's topics may have any
     */
    record Required(NewTopic topic, boolean exactPartitions) {
        /** What an existing topic must have, whoever made it; the rest is its operator's choice. */
        Map<String, String> indispensable() {
            Map<String, String> configs = new HashMap<>(topic.configs());
            configs.keySet().retainAll(List.of(MESSAGE_TIMESTAMP_TYPE_CONFIG, CLEANUP_POLICY_CONFIG));
            return configs;
        }
    }

    /** Those that Kafka Streams would make; here, so that they are as safe as the others whoever makes them. */
    private List<Required> changelogs() {
        return Stream.of(DecideTopology.CHARGES, DecideTopology.DUE)
                .map(store -> new Required(topic(names.changelog(store), COMPACTED), true))
                .toList();
    }

    List<Required> required() {
        List<Required> all = new ArrayList<>();
        all.add(new Required(topic(names.requests(), REQUESTS), false));
        all.add(new Required(topic(names.requestsDeadLetters(), DEAD_LETTERS), false));
        all.add(new Required(topic(names.inputs(), LOG), true));
        all.add(new Required(topic(names.inputsDeadLetters(), DEAD_LETTERS), false));
        for (AccountName account : accounts) {
            all.add(new Required(topic(names.commands(account), LOG), true));
        }
        all.add(new Required(topic(names.status(), KEPT), true));
        all.add(new Required(topic(names.balances(), COMPACTED), true));
        all.add(new Required(topic(names.clocks(), CLOCKS), false));
        all.addAll(changelogs());
        return all;
    }

    /** Those that operators' tools make when they first need them. The worker needs none, and does not wait for them. */
    List<Required> ofTools() {
        return List.of(
                ofTool(TopicNames.deadLetterStates(names.requestsDeadLetters()), COMPACTED),
                ofTool(TopicNames.deadLetterStates(names.inputsDeadLetters()), COMPACTED),
                ofTool(names.audit(), AUDIT));
    }

    /** Of one partition, so that all of it has one order. */
    private Required ofTool(String name, Map<String, String> configs) {
        NewTopic topic = topic(name, configs);
        return new Required(new NewTopic(name, 1, topic.replicationFactor()).configs(topic.configs()), true);
    }

    List<Required> all() {
        return Stream.concat(required().stream(), ofTools().stream()).toList();
    }

    private NewTopic topic(String name, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(topics.minInSyncReplicas()));
        return new NewTopic(name, topics.partitions(), topics.replicationFactor()).configs(all);
    }
}
