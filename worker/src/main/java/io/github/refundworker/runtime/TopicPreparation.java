package io.github.refundworker.runtime;

import static java.util.Objects.requireNonNull;

import io.github.refundworker.runtime.TopicLayout.Required;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing, and lets nothing start on topics that are not as they must be. */
final class TopicPreparation {
    private static final Logger log = LoggerFactory.getLogger(TopicPreparation.class);

    private final TopicLayout layout;
    private final boolean mayCreate;

    TopicPreparation(TopicLayout layout, boolean mayCreate) {
        this.layout = layout;
        this.mayCreate = mayCreate;
    }

    /** @throws NotReadyException naming everything that is not as it must be */
    void prepare(Brokers brokers) {
        List<String> problems = new ArrayList<>();
        for (Required required : layout.required()) {
            String name = required.topic().name();
            TopicDescription found = brokers.awaitUnless(
                    UnknownTopicOrPartitionException.class,
                    "topic " + name,
                    requireNonNull(brokers.admin()
                            .describeTopics(List.of(name))
                            .topicNameValues()
                            .get(name)));
            if (found != null) {
                check(brokers, required, found, problems);
            } else if (mayCreate) {
                create(brokers, required);
            } else {
                problems.add("topic " + name + " to be made, as refunds.topics.create is false");
            }
        }
        if (!problems.isEmpty()) {
            throw new NotReadyException(String.join("; ", problems));
        }
    }

    /** It is there when this returns; that every broker knows it takes a moment more, in which clients retry. */
    private static void create(Brokers brokers, Required required) {
        brokers.awaitUnless(
                TopicExistsException.class,
                "topic " + required.topic().name(),
                brokers.admin().createTopics(List.of(required.topic())).all());
        log.info("created topic {}", required.topic());
    }

    private static void check(Brokers brokers, Required required, TopicDescription found, List<String> problems) {
        String name = required.topic().name();
        int partitions = required.topic().numPartitions();
        if (required.exactPartitions() && found.partitions().size() != partitions) {
            problems.add("topic " + name + " to have " + partitions
                    + " partitions, as refunds.topics.partitions says; it has "
                    + found.partitions().size());
        }
        Map<String, String> indispensable = required.indispensable();
        if (indispensable.isEmpty()) {
            return;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config = brokers.await(
                "topic " + name,
                requireNonNull(brokers.admin()
                        .describeConfigs(List.of(resource))
                        .values()
                        .get(resource)));
        indispensable.forEach((key, value) -> {
            ConfigEntry entry = config.get(key);
            String is = entry == null ? "nothing" : entry.value();
            if (!value.equals(is)) {
                problems.add("topic " + name + " to have " + key + "=" + value + "; it has " + is);
            }
        });
    }
}
