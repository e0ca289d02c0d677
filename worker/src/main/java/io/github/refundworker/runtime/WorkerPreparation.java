package io.github.refundworker.runtime;

import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.domain.AccountName;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the topics there, and the offsets from which they are read, before the steps start. */
final class WorkerPreparation implements Preparation {
    private static final Logger log = LoggerFactory.getLogger(WorkerPreparation.class);

    private final RefundsProperties properties;
    private final Set<AccountName> accounts;
    private final KafkaClients kafka;
    private final TopicPreparation topics;
    private boolean providersChecked;

    /** @param safe whether a cluster that may lose what it has acknowledged is refused */
    WorkerPreparation(RefundsProperties properties, Set<AccountName> accounts, KafkaClients kafka, boolean safe) {
        this.properties = properties;
        this.accounts = Set.copyOf(accounts);
        this.kafka = kafka;
        TopicLayout layout = new TopicLayout(properties.topicNames(), properties.topics(), accounts);
        this.topics = new TopicPreparation(
                new ClusterCheck(layout, properties.topics(), safe),
                layout,
                properties.topics().create());
    }

    @Override
    public void prepare() {
        if (!providersChecked) {
            providersChecked = true;
            warnOfProviders();
        }
        try (Brokers brokers = new Brokers(kafka.common())) {
            topics.prepare(brokers);
            prepareOffsets(new StartOffsets(brokers));
        }
    }

    private void warnOfProviders() {
        ProviderCheck.findings(properties.accounts()).stream()
                .filter(finding -> finding.level() != Finding.Level.OK)
                .forEach(finding -> log.warn("nothing waits for it, but it should be so: {}", finding.text()));
    }

    private void prepareOffsets(StartOffsets offsets) {
        TopicNames names = properties.topicNames();
        int partitions = properties.topics().partitions();
        boolean decides = properties.roles().contains(Role.DECIDE);
        if (decides) {
            offsets.prepare(names.decideGroup(), names.inputs(), partitions, names.changelog(DecideTopology.CHARGES));
        }
        // Before there is a first command, whoever comes first.
        if (decides || properties.roles().contains(Role.EXECUTE)) {
            for (AccountName account : accounts) {
                String commands = names.commands(account);
                offsets.prepare(names.executeGroup(account), commands, partitions, commands);
            }
        }
    }
}
