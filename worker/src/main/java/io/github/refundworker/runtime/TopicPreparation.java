package io.github.refundworker.runtime;

import io.github.refundworker.runtime.Finding.Level;
import io.github.refundworker.runtime.TopicLayout.Required;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the topics that are missing, and lets nothing start on a cluster that is not as it must be. */
final class TopicPreparation {
    private static final Logger log = LoggerFactory.getLogger(TopicPreparation.class);

    private final ClusterCheck check;
    private final TopicLayout layout;
    private final boolean mayCreate;

    TopicPreparation(ClusterCheck check, TopicLayout layout, boolean mayCreate) {
        this.check = check;
        this.layout = layout;
        this.mayCreate = mayCreate;
    }

    /** @throws NotReadyException naming everything that is not as it must be */
    void prepare(Brokers brokers) {
        String faults = check.findings(brokers).stream()
                .filter(finding -> finding.level() == Level.FAULT)
                .map(Finding::text)
                .collect(Collectors.joining("; "));
        if (!faults.isEmpty()) {
            throw new NotReadyException(faults);
        }
        if (mayCreate) {
            create(brokers, layout.required());
        }
    }

    /**
     * They are there when this returns; that every broker knows them takes a moment more, in which clients retry.
     *
     * @return how many there were not before
     */
    static int create(Brokers brokers, List<Required> topics) {
        var answers = brokers.admin()
                .createTopics(topics.stream().map(Required::topic).toList());
        int created = 0;
        for (Required required : topics) {
            String name = required.topic().name();
            Integer partitions =
                    brokers.awaitUnless(TopicExistsException.class, "topic " + name, answers.numPartitions(name));
            if (partitions != null) {
                created++;
                log.info("created topic {}", required.topic());
            }
        }
        return created;
    }
}
