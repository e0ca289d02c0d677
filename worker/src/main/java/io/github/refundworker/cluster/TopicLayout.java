package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.DELETE_RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.decide.engine.DecideStreams;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.settings.RefundsProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** The topics of the worker, and their settings. */
public final class TopicLayout {
    /** The record limit of every topic but the dead-letter topics. */
    public static final int RECORD_LIMIT = 1_000_000;

    /** Kafka's own limit of a batch. */
    private static final int BATCH_LIMIT = 1_048_588;

    /** A record of the largest size, and the headers that say why it died. */
    public static final int DEAD_LETTER_LIMIT = BATCH_LIMIT + 64 * 1024;

    /** What an unpacked request may have: the largest value that intake reads, and as much for key and headers. */
    private static final int UNPACKED_REQUEST = 2 * RequestLimits.RECORD_BYTES;

    private static final String FOREVER = "-1";
    private static final String INTERNAL_RETENTION =
            Long.toString(Duration.ofDays(30).toMillis());

    private static final Map<String, String> LOG = Map.of(
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            RETENTION_MS_CONFIG,
            INTERNAL_RETENTION,
            MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG,
            Integer.toString(BATCH_LIMIT));

    private static final Map<String, String> REQUESTS =
            with(LOG, MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG, Integer.toString(UNPACKED_REQUEST));
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
    /**
     * With Kafka's defaults these topics are hardly compacted: a closed segment has 1 GB, and half of it must be
     * outdated.
     */
    private static final Map<String, String> COMPACTED = Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT,
            SEGMENT_BYTES_CONFIG,
            Integer.toString(64 * 1024 * 1024),
            MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.2");

    /**
     * Tombstones are kept twice as long as stores may stay unused, so that no store continues from before a lost
     * tombstone.
     */
    private static final Map<String, String> CHANGELOG = with(
            COMPACTED,
            DELETE_RETENTION_MS_CONFIG,
            Long.toString(DecideStreams.STORE_MAX_AGE.multipliedBy(2).toMillis()));

    private static Map<String, String> with(Map<String, String> configs, String key, String value) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(key, value);
        return Map.copyOf(all);
    }

    private final TopicNames names;
    private final RefundsProperties.Topics topics;
    private final Collection<AccountName> accounts;

    public TopicLayout(TopicNames names, RefundsProperties.Topics topics, Collection<AccountName> accounts) {
        this.names = names;
        this.topics = topics;
        this.accounts = List.copyOf(accounts);
    }

    /**
     * A required topic.
     *
     * @param exactPartitions whether another number of partitions is an error; topics of upstream systems may have
     *     any
     * @param advice recommended settings of an existing topic
     */
    public record Required(NewTopic topic, boolean exactPartitions, List<Advice> advice) {
        public Required {
            advice = List.copyOf(advice);
        }

        public Required(NewTopic topic, boolean exactPartitions) {
            this(topic, exactPartitions, List.of());
        }

        /**
         * Settings that an existing topic must have, even if somebody else created it. Its operator chooses the
         * rest.
         */
        Map<String, String> indispensable() {
            Map<String, String> configs = new HashMap<>(topic.configs());
            configs.keySet().retainAll(List.of(MESSAGE_TIMESTAMP_TYPE_CONFIG, CLEANUP_POLICY_CONFIG));
            advice.forEach(advice -> configs.remove(advice.key()));
            return configs;
        }

        /** What a record may have at most when it is unpacked. Absent if the topic needs no such limit. */
        @Nullable
        String unpackedLimit() {
            return topic.configs().get(MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG);
        }
    }

    /**
     * A setting without which the worker runs, but loses something.
     *
     * @param isMinimum whether a larger value is as good
     * @param otherwise what is lost without it
     */
    record Advice(String key, String value, boolean isMinimum, String otherwise) {
        boolean isFollowedBy(String actual) {
            return value.equals(actual)
                    || isMinimum && actual.matches("[0-9]{1,18}") && Long.parseLong(actual) >= Long.parseLong(value);
        }
    }

    private static final Advice APPEND_TIME = new Advice(
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "LogAppendTime",
            false,
            "a request is as old as its producer says, and one that was stamped wrongly can expire too early");

    private static final Advice TOMBSTONES = new Advice(
            DELETE_RETENTION_MS_CONFIG,
            requireNonNull(CHANGELOG.get(DELETE_RETENTION_MS_CONFIG)),
            true,
            "a store that lay unused for days gets entries back that were deleted meanwhile, and must be corrected");

    /** The changelogs. The worker creates them itself, because Kafka Streams would create them with other settings. */
    private List<Required> changelogs() {
        return Stream.of(StoreNames.CHARGES, StoreNames.DUE)
                .map(store -> new Required(topic(names.changelog(store), CHANGELOG), true, List.of(TOMBSTONES)))
                .toList();
    }

    /** The topics that intake reads. */
    List<String> requests() {
        return topics.requests(names);
    }

    List<Required> required() {
        List<Required> all = new ArrayList<>();
        requests().forEach(requests -> all.add(new Required(topic(requests, REQUESTS), false, List.of(APPEND_TIME))));
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

    /**
     * The topics that operators' tools create at their first use. The worker needs none of them and does not wait
     * for them.
     */
    List<Required> ofTools() {
        return List.of(
                ofTool(TopicNames.deadLetterStates(names.requestsDeadLetters()), COMPACTED),
                ofTool(TopicNames.deadLetterStates(names.inputsDeadLetters()), COMPACTED),
                ofTool(names.audit(), AUDIT));
    }

    /** A topic with one partition, so that all its records are in order. */
    private Required ofTool(String name, Map<String, String> configs) {
        NewTopic topic = topic(name, configs);
        return new Required(new NewTopic(name, 1, topic.replicationFactor()).configs(topic.configs()), true);
    }

    public List<Required> all() {
        return Stream.concat(required().stream(), ofTools().stream()).toList();
    }

    private NewTopic topic(String name, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(topics.minInSyncReplicas()));
        if (!topics.limitUnpacked()) {
            all.remove(MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG);
        }
        return new NewTopic(name, topics.partitions(), topics.replicationFactor()).configs(all);
    }
}
