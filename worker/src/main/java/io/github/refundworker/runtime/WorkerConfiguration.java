package io.github.refundworker.runtime;

import static java.util.stream.Collectors.toMap;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.decide.DecideSettings;
import io.github.refundworker.decide.DecideStreams;
import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.decide.StreamsSettings;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.intake.IntakeSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Makes the steps from what is configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RefundsProperties.class)
class WorkerConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Providers providers(RefundsProperties properties, Environment environment, Clock clock) {
        return Providers.of(
                properties.accounts(),
                properties.stateDirectory(),
                environment.acceptsProfiles(Profiles.of("local")),
                clock);
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties properties, KafkaConnectionDetails connection) {
        return new KafkaClients(properties, connection);
    }

    @Bean
    ClockOffset clockOffset(Clock clock) {
        return new ClockOffset(clock, System::nanoTime);
    }

    @Bean
    DecideStreams decideStreams(
            RefundsProperties properties,
            Environment environment,
            Providers providers,
            KafkaClients kafka,
            ClockOffset offset,
            MeterRegistry registry) {
        return decide(properties, new OwnAddress(properties, environment), providers, kafka, offset, registry);
    }

    @Bean
    WorkerLifecycle workerLifecycle(
            RefundsProperties properties,
            Providers providers,
            NoticeStep notices,
            DecideStreams decide,
            KafkaClients kafka,
            ClockOffset offset,
            MeterRegistry registry,
            Clock clock) {
        TopicNames names = new TopicNames(properties.topics().prefix());
        String instanceId = instanceId(properties);
        return new WorkerLifecycle(
                preparation(properties, names, providers, kafka),
                List.of(
                        notices,
                        intake(properties, names, instanceId, kafka, registry),
                        new DecideStep(decide),
                        new ExecuteSteps(providers.accounts().stream()
                                .map(account -> new ExecuteStep(
                                        account,
                                        names,
                                        instanceId,
                                        kafka.common(),
                                        executorSettings(properties, account),
                                        providers.client(account),
                                        offset,
                                        clock,
                                        registry))
                                .toList()),
                        // Started first: without it nothing is sent.
                        new ClockStep(offset, names.clocks(), instanceId, kafka.common(), registry)));
    }

    @Bean
    ReadinessIndicator workerReadiness(WorkerLifecycle worker) {
        return new ReadinessIndicator(worker);
    }

    @Bean
    LivenessIndicator workerLiveness(WorkerLifecycle worker) {
        return new LivenessIndicator(worker);
    }

    private static Preparation preparation(
            RefundsProperties properties, TopicNames names, Providers providers, KafkaClients kafka) {
        RefundsProperties.Topics topics = properties.topics();
        TopicPreparation preparation =
                new TopicPreparation(new TopicLayout(names, topics, providers.accounts()), topics.create());
        String stored = names.decideGroup() + "-" + DecideTopology.CHARGES + "-changelog";
        return () -> {
            try (Brokers brokers = new Brokers(kafka.common())) {
                preparation.prepare(brokers);
                StartOffsets offsets = new StartOffsets(brokers);
                offsets.prepare(names.decideGroup(), names.inputs(), topics.partitions(), stored);
                for (AccountName account : providers.accounts()) {
                    String commands = names.commands(account);
                    offsets.prepare(names.executeGroup(account), commands, topics.partitions(), commands);
                }
            }
        };
    }

    private static IntakeStep intake(
            RefundsProperties properties,
            TopicNames names,
            String instanceId,
            KafkaClients kafka,
            MeterRegistry registry) {
        IntakeSettings settings = new IntakeSettings(
                names.inputs(),
                properties.topics().partitions(),
                names.requestsDeadLetters(),
                TopicLayout.DEAD_LETTER_LIMIT);
        return new IntakeStep(
                settings,
                names.requests(),
                properties.intake().threads(),
                kafka.intakeConsumer(names.intakeGroup(), instanceId),
                kafka.inputProducer(names.intakeGroup() + "-" + instanceId),
                registry);
    }

    private static DecideStreams decide(
            RefundsProperties properties,
            Supplier<String> address,
            Providers providers,
            KafkaClients kafka,
            ClockOffset offset,
            MeterRegistry registry) {
        TopicNames names = new TopicNames(properties.topics().prefix());
        DecideSettings settings = new DecideSettings(
                names.inputs(),
                names.inputsDeadLetters(),
                names.requestsDeadLetters(),
                providers.accounts().stream().collect(toMap(Function.identity(), names::commands)),
                names.status(),
                names.balances(),
                properties.topics().partitions(),
                TopicLayout.RECORD_LIMIT,
                TopicLayout.DEAD_LETTER_LIMIT,
                policy(properties, providers));
        RefundsProperties.Decide decide = properties.decide();
        StreamsSettings streams = new StreamsSettings(
                kafka.common(),
                names.decideGroup(),
                instanceId(properties),
                address,
                properties.stateDirectory(),
                decide.threads(),
                new StreamsSettings.Commits(decide.minCommitPause(), decide.maxCommitPause()),
                properties.topics().replicationFactor(),
                properties.topics().minInSyncReplicas(),
                Duration.ofMillis(KafkaClients.SESSION_TIMEOUT_MS));
        return new DecideStreams(settings, streams, Decider::decide, offset::isTrusted, registry);
    }

    static Policy policy(RefundsProperties properties, Providers providers) {
        Policy.Ages ages = Policy.Ages.DEFAULT;
        return new Policy(
                properties.requiredNamespace(),
                properties.requiredDefaultAccount(),
                providers.capabilities(),
                properties.guardRequired(),
                properties.limits().toPolicy(),
                new Policy.Ages(
                        properties.factsMaxAge(),
                        ages.waiting(),
                        properties.requestMaxAge(),
                        ages.sendWithin(),
                        ages.call(),
                        ages.grace(),
                        ages.retry(),
                        ages.unsent(),
                        ages.unsentFor(),
                        ages.poll(),
                        ages.pending(),
                        ages.describe()));
    }

    private static ExecutorSettings executorSettings(RefundsProperties properties, AccountName account) {
        RefundsProperties.Execute execute = properties.execute();
        ExecutorSettings defaults = ExecutorSettings.DEFAULT;
        return new ExecutorSettings(
                execute.maxInFlight(),
                Math.max(defaults.backlog(), 4 * execute.maxInFlight()),
                Math.max(defaults.window(), 20 * execute.maxInFlight()),
                execute.patience(),
                execute.callTimeout(),
                properties.account(account).ratePerSecond(),
                defaults.commitInterval(),
                execute.breaker().toSettings(),
                defaults.answerBytes());
    }

    static String instanceId(RefundsProperties properties) {
        if (properties.instanceId() != null) {
            return properties.instanceId();
        }
        return hostName().replaceAll("[^a-zA-Z0-9._-]", "-");
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new InvalidConfigurationException(
                    "refunds.instance-id", null, "a name for this process, as its host has none");
        }
    }
}
