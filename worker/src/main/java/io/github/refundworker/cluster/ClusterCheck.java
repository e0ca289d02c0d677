package io.github.refundworker.cluster;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.cluster.TopicLayout.Required;
import io.github.refundworker.lifecycle.NotReadyException;
import io.github.refundworker.settings.RefundsProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the cluster settings that exactly-once needs, and the worker's topics. It reports all faults together, so
 * that an operator can correct them at once.
 */
public final class ClusterCheck {
    /** With the earlier protocol, the delayed end of one transaction can complete a later one. */
    private static final int TRANSACTION_VERSION = 2;

    /** How long the brokers delay the first write of a transaction that came before the markers of the last one. */
    private static final String MARKER_RETRY = "add.partitions.to.txn.retry.backoff.ms";

    private static final int QUICK_MARKER_RETRY_MS = 2;

    private static final String UNCLEAN = TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;
    private static final String UNPACKED = TopicConfig.MAX_DECOMPRESSED_MESSAGE_BYTES_CONFIG;
    private static final String MIN_IN_SYNC = TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

    /** Kafka's own topics that a decision's transaction depends on, with the setting for their creation. */
    private static final Map<String, String> KAFKAS_OWN = new TreeMap<>(Map.of(
            "__transaction_state", "transaction.state.log.replication.factor",
            "__consumer_offsets", "offsets.topic.replication.factor"));

    private final TopicLayout layout;
    private final RefundsProperties.Topics topics;
    private final boolean safe;

    /** @param safe whether real money is at stake; false allows a cluster of one broker, for demos and tests */
    public ClusterCheck(TopicLayout layout, RefundsProperties.Topics topics, boolean safe) {
        this.layout = layout;
        this.topics = topics;
        this.safe = safe;
    }

    /** @throws NotReadyException if the brokers do not answer */
    public List<Finding> findings(Brokers brokers) {
        List<Finding> findings = new ArrayList<>();
        if (safe) {
            checkCluster(brokers, findings);
        }
        checkTopics(brokers, findings);
        if (!topics.limitUnpacked()) {
            findings.add(
                    Finding.warning(
                            "refunds.topics.limit-unpacked to be true, on brokers from Kafka 4.2.2 on; with"
                                    + " false, every client that may write requests can stop all its readers with one small record"));
        }
        return findings;
    }

    private void checkCluster(Brokers brokers, List<Finding> findings) {
        Collection<Node> nodes =
                brokers.await("the cluster", brokers.admin().describeCluster().nodes());
        String cluster = nodes.size() + " brokers at " + brokers.bootstrap();
        findings.add(
                nodes.size() < topics.replicationFactor()
                        ? Finding.fault(topics.replicationFactor()
                                + " brokers, as many as there shall be replicas; there are " + nodes.size())
                        : Finding.ok(cluster));
        checkTransactions(brokers, findings);
        Config config = configs(
                        brokers,
                        List.of(new ConfigResource(
                                ConfigResource.Type.BROKER,
                                nodes.iterator().next().idString())))
                .values()
                .stream()
                .findFirst()
                .orElse(null);
        if (config == null) {
            findings.add(Finding.warning("to be allowed to read the brokers' configuration; nobody checks it now"));
        } else {
            checkKafkasOwn(brokers, config, findings);
            adviseOnMarkers(config, findings);
        }
    }

    private static void checkTransactions(Brokers brokers, List<Finding> findings) {
        FinalizedVersionRange version = brokers.await(
                        "the brokers' features",
                        brokers.admin().describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        int level = version == null ? 0 : version.maxVersionLevel();
        findings.add(
                level < TRANSACTION_VERSION
                        ? Finding.fault("the brokers' feature transaction.version to be " + TRANSACTION_VERSION
                                + " or more; it is " + level
                                + " (kafka-features.sh upgrade --feature transaction.version="
                                + TRANSACTION_VERSION + ")")
                        : Finding.ok("transaction.version is " + level));
    }

    /**
     * This is advice only, because the cluster's other users may need another value. Decide then makes longer pauses
     * by itself.
     */
    static void adviseOnMarkers(Config broker, List<Finding> findings) {
        ConfigEntry retry = broker.get(MARKER_RETRY);
        if (retry != null && retry.value() != null && Integer.parseInt(retry.value()) > QUICK_MARKER_RETRY_MS) {
            findings.add(Finding.advice("the brokers to have " + MARKER_RETRY + "=" + QUICK_MARKER_RETRY_MS + "; it is "
                    + retry.value() + ", and a transaction that follows another at once waits for so long"));
        }
    }

    private void checkKafkasOwn(Brokers brokers, Config broker, List<Finding> findings) {
        List<ConfigResource> there = new ArrayList<>();
        KAFKAS_OWN.forEach((topic, setting) -> {
            TopicDescription found = describe(brokers, topic);
            if (found == null) {
                // The topic does not exist yet. The worker will create it like this.
                checkAtLeast(setting, "the brokers", value(broker, setting), topics.replicationFactor(), findings);
            } else {
                checkReplicas(topic, found, findings);
                there.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
            }
        });
        configs(brokers, there).forEach((resource, config) -> checkSafety(resource.name(), config, findings));
    }

    private void checkTopics(Brokers brokers, List<Finding> findings) {
        Map<String, Required> there = new TreeMap<>();
        for (Required required : layout.required()) {
            String name = required.topic().name();
            TopicDescription found = describe(brokers, name);
            if (found == null) {
                findings.add(
                        topics.create()
                                ? Finding.ok("topic " + name + " is made at the start")
                                : Finding.fault("topic " + name + " to be made, as refunds.topics.create is false"));
                continue;
            }
            there.put(name, required);
            int partitions = required.topic().numPartitions();
            if (required.exactPartitions() && found.partitions().size() != partitions) {
                findings.add(Finding.fault("topic " + name + " to have " + partitions
                        + " partitions, as refunds.topics.partitions says; it has "
                        + found.partitions().size()));
            }
            if (safe) {
                checkReplicas(name, found, findings);
            }
        }
        List<ConfigResource> resources = there.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        configs(brokers, resources).forEach((resource, config) -> {
            int before = findings.size();
            Required required = requireNonNull(there.get(resource.name()));
            required.indispensable().forEach((key, value) -> {
                String is = value(config, key);
                if (!value.equals(is)) {
                    findings.add(Finding.fault(
                            "topic " + resource.name() + " to have " + key + "=" + value + "; it has " + is));
                }
            });
            required.advice().forEach(advice -> {
                String is = value(config, advice.key());
                if (!advice.isFollowedBy(is)) {
                    findings.add(Finding.warning("topic " + resource.name() + " to have " + advice.key() + "="
                            + advice.value() + (advice.isMinimum() ? " or more" : "") + "; it has " + is + ", so that "
                            + advice.otherwise()));
                }
            });
            checkUnpacked(required, config, findings);
            if (safe) {
                checkSafety(resource.name(), config, findings);
            }
            if (findings.size() == before) {
                findings.add(Finding.ok("topic " + resource.name()));
            }
        });
    }

    private void checkUnpacked(Required required, Config config, List<Finding> findings) {
        String limit = required.unpackedLimit();
        String is = value(config, UNPACKED);
        if (limit == null || is.matches("[0-9]{1,9}") && Integer.parseInt(is) <= Integer.parseInt(limit)) {
            return;
        }
        String text = "topic " + required.topic().name() + " to have " + UNPACKED + "=" + limit + " or less; it has "
                + is
                + ", so that a small record can fill the memory of every process that unpacks it. Brokers before Kafka 4.2.2"
                + " do not know this setting: for them, refunds.topics.limit-unpacked=false";
        findings.add(safe ? Finding.fault(text) : Finding.warning(text));
    }

    private void checkReplicas(String topic, TopicDescription found, List<Finding> findings) {
        int replicas = found.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (replicas < topics.replicationFactor()) {
            findings.add(Finding.fault(
                    "topic " + topic + " to have " + topics.replicationFactor() + " replicas; it has " + replicas));
        }
    }

    private void checkSafety(String topic, Config config, List<Finding> findings) {
        checkAtLeast(MIN_IN_SYNC, "topic " + topic, value(config, MIN_IN_SYNC), topics.minInSyncReplicas(), findings);
        if (!"false".equals(value(config, UNCLEAN))) {
            findings.add(Finding.fault("topic " + topic + " to have " + UNCLEAN
                    + "=false; else a broker that was behind" + " can take acknowledged records back"));
        }
    }

    private static void checkAtLeast(String key, String of, String value, int least, List<Finding> findings) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < least) {
            findings.add(Finding.fault(of + " to have " + key + "=" + least + " or more; it is " + value));
        }
    }

    private static @Nullable TopicDescription describe(Brokers brokers, String topic) {
        return brokers.awaitUnless(
                UnknownTopicOrPartitionException.class,
                "topic " + topic,
                requireNonNull(brokers.admin()
                        .describeTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic)));
    }

    /** The configurations that the worker may read. */
    private static Map<ConfigResource, Config> configs(Brokers brokers, Collection<ConfigResource> resources) {
        Map<ConfigResource, Config> configs = new TreeMap<>(Comparator.comparing(ConfigResource::name));
        brokers.admin().describeConfigs(resources).values().forEach((resource, answer) -> {
            Config config = brokers.awaitUnless(AuthorizationException.class, "configuration of " + resource, answer);
            if (config != null) {
                configs.put(resource, config);
            }
        });
        return configs;
    }

    private static String value(Config config, String key) {
        ConfigEntry entry = config.get(key);
        return entry == null || entry.value() == null ? "nothing" : entry.value();
    }
}
