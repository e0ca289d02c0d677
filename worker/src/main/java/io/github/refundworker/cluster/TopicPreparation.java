package io.github.refundworker.cluster;

import io.github.refundworker.cluster.Finding.Level;
import io.github.refundworker.cluster.TopicLayout.Required;
import io.github.refundworker.lifecycle.NotReadyException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates missing topics, and lets the worker start only on a cluster that passes all checks. */
public final class TopicPreparation {
    private static final Logger log = LoggerFactory.getLogger(TopicPreparation.class);

    private final ClusterCheck check;
    private final TopicLayout layout;
    private final boolean mayCreate;
    private final Set<String> warned = new HashSet<>();

    TopicPreparation(ClusterCheck check, TopicLayout layout, boolean mayCreate) {
        this.check = check;
        this.layout = layout;
        this.mayCreate = mayCreate;
    }

    /** @throws NotReadyException with all faults */
    void prepare(Brokers brokers) {
        List<Finding> findings = check.findings(brokers);
        String faults = findings.stream()
                .filter(finding -> finding.level() == Level.FAULT)
                .map(Finding::text)
                .collect(Collectors.joining("; "));
        if (!faults.isEmpty()) {
            throw new NotReadyException(faults);
        }
        findings.stream()
                .filter(finding -> finding.level() == Level.WARNING && warned.add(finding.text()))
                .forEach(finding -> log.warn("nothing waits for it, but it should be so: {}", finding.text()));
        if (mayCreate) {
            create(brokers, layout.required());
        }
    }

    /**
     * Creates topics. They exist when this method returns. Some brokers may know them a moment later; until then
     * clients retry.
     *
     * @return the number of created topics
     */
    public static int create(Brokers brokers, List<Required> topics) {
        var answers = brokers.admin()
                .createTopics(topics.stream().map(Required::topic).toList());
        int created = 0;
        for (Required required : topics) {
            String name = required.topic().name();
            Integer partitions = brokers.awaitUnless(
                    TopicExistsException.class,
                    "topic " + name + " with " + required.topic().configs(),
                    answers.numPartitions(name));
            if (partitions != null) {
                created++;
                log.info("created topic {}", required.topic());
            }
        }
        return created;
    }
}
