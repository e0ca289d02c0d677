package io.github.refundworker.cluster;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.decide.store.ForgottenRequests;
import io.github.refundworker.decide.store.StoreNames;
import io.github.refundworker.decide.store.StoredNamespace;
import io.github.refundworker.decide.store.StoredOffsets;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.lifecycle.NotReadyException;
import io.github.refundworker.lifecycle.Preparation;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the topics and the start offsets exist before the steps start. */
public final class WorkerPreparation implements Preparation {
    private static final Logger log = LoggerFactory.getLogger(WorkerPreparation.class);

    private static final Duration READING_PATIENCE = Duration.ofSeconds(10);
    private static final Duration MERCHANT_TIMEOUT = Duration.ofSeconds(5);

    private final RefundsProperties properties;
    private final Instance instance;
    private final Providers providers;
    private final KafkaClients kafka;
    private final TopicPreparation topics;
    private boolean providersChecked;
    private boolean namespaceChecked;
    private boolean stateChecked;

    /** @param safe whether to refuse a cluster that may lose acknowledged records */
    public WorkerPreparation(
            RefundsProperties properties, Instance instance, Providers providers, KafkaClients kafka, boolean safe) {
        this.properties = properties;
        this.instance = instance;
        this.providers = providers;
        this.kafka = kafka;
        TopicLayout layout = new TopicLayout(properties.topicNames(), properties.topics(), providers.accounts());
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
            new InstanceHolders(instance).requireNone(brokers, memberships());
            prepareOffsets(new StartOffsets(brokers));
            if (properties.roles().contains(Role.DECIDE)) {
                requireState(new LostState(brokers));
            }
            if (properties.roles().contains(Role.EXECUTE)) {
                TopicNames names = properties.topicNames();
                providers.merchants(MerchantCheck.check(
                        providers.ask(MERCHANT_TIMEOUT),
                        account -> MerchantCheck.remembered(brokers, names.executeGroup(account))));
            }
        }
        if (!namespaceChecked && properties.roles().contains(Role.DECIDE)) {
            checkNamespace();
            namespaceChecked = true;
        }
    }

    /** Under which ids this process joins which groups. */
    private Map<String, Set<String>> memberships() {
        TopicNames names = properties.topicNames();
        Map<String, Set<String>> memberships = new LinkedHashMap<>();
        if (properties.roles().contains(Role.INTAKE)) {
            properties
                    .requestsTopics()
                    .forEach(requests -> memberships.put(
                            names.intakeGroup(requests),
                            instance.intakeMembers(properties.intake().threads())));
        }
        if (properties.roles().contains(Role.DECIDE)) {
            memberships.put(
                    names.decideGroup(),
                    instance.decideMembers(properties.decide().threads()));
        }
        if (properties.roles().contains(Role.EXECUTE)) {
            providers
                    .accounts()
                    .forEach(account -> memberships.put(names.executeGroup(account), Set.of(instance.id())));
        }
        return memberships;
    }

    private void checkNamespace() {
        String changelog = properties.topicNames().changelog(StoreNames.CHARGES);
        String difference;
        try {
            difference = StoredNamespace.difference(
                    kafka.common(),
                    changelog,
                    properties.topics().partitions(),
                    properties.requiredNamespace(),
                    READING_PATIENCE);
        } catch (KafkaException e) {
            throw new NotReadyException("topic " + changelog + " to be read: " + e.getMessage(), e);
        }
        if (difference != null) {
            throw new NotReadyException("a person: " + difference);
        }
    }

    private void requireState(LostState state) {
        TopicNames names = properties.topicNames();
        List<String> written = Stream.concat(
                        Stream.of(names.balances()),
                        providers.accounts().stream().map(names::commands))
                .toList();
        String changelog = names.changelog(StoreNames.CHARGES);
        int partitions = properties.topics().partitions();
        state.requireNone(names.decideGroup(), names.inputs(), changelog, written, partitions);
        if (stateChecked) {
            return;
        }
        state.requireAsLongAs(
                StoredOffsets.in(properties.stateDirectory().resolve(names.decideGroup())), changelog, partitions);
        try {
            Map<Integer, String> forgotten = ForgottenRequests.find(
                    kafka.common(),
                    names.inputs(),
                    changelog,
                    state.decided(names.decideGroup(), names.inputs(), partitions),
                    properties.requiredNamespace(),
                    READING_PATIENCE);
            if (!forgotten.isEmpty()) {
                throw new NotReadyException("topic " + changelog + " to be as new as the offsets of group "
                        + names.decideGroup() + ": it knows nothing of requests that were decided, by partition "
                        + forgotten + ". Runbook: RefundDecideStopped, stored charges are gone");
            }
        } catch (KafkaException e) {
            throw new NotReadyException("topic " + changelog + " to be read: " + e.getMessage(), e);
        }
        stateChecked = true;
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
            offsets.prepare(names.decideGroup(), names.inputs(), partitions, names.changelog(StoreNames.CHARGES));
        }
        // Before a first command exists, whichever process starts first.
        if (decides || properties.roles().contains(Role.EXECUTE)) {
            for (AccountName account : providers.accounts()) {
                String commands = names.commands(account);
                offsets.prepare(names.executeGroup(account), commands, partitions, commands);
            }
        }
    }
}
