package io.github.refundworker.runtime;

import static java.util.stream.Collectors.toMap;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.DecideSettings;
import io.github.refundworker.decide.DecideStreams;
import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.decide.StreamsSettings;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.execute.CallObserver;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.runtime.KafkaWatch.Watched;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
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
    private static final Logger log = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Providers providers(RefundsProperties properties, Environment environment, Clock clock) {
        return Providers.of(properties.accounts(), properties.stateDirectory(), isLocal(environment), clock);
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties properties, KafkaConnectionDetails connection) {
        return new KafkaClients(properties, connection);
    }

    @Bean
    ClockOffset clockOffset(RefundsProperties properties, Clock clock) {
        return new ClockOffset(properties.ages().clockLimit(), clock, System::nanoTime);
    }

    /** What becomes of requests in the step that decides, for the step that takes them in. */
    @Bean
    DeadLetterFlood undecidable(RefundsProperties properties, Clock clock) {
        return new DeadLetterFlood("decide", properties.intake().flood().toSettings(), clock);
    }

    @Bean
    DecideStreams decideStreams(
            RefundsProperties properties,
            Environment environment,
            Providers providers,
            KafkaClients kafka,
            ClockOffset offset,
            DeadLetterFlood undecidable,
            MeterRegistry registry) {
        Supplier<String> address = new OwnAddress(properties, environment);
        return decide(properties, address, providers, kafka, offset, undecidable, registry);
    }

    @Bean
    WorkerLifecycle workerLifecycle(
            RefundsProperties properties,
            Providers providers,
            NoticeStep notices,
            DecideStreams decide,
            KafkaClients kafka,
            CallObserver observer,
            ClockOffset offset,
            DeadLetterFlood undecidable,
            Environment environment,
            MeterRegistry registry,
            Clock clock) {
        TopicNames names = new TopicNames(properties.topics().prefix());
        WorkerLifecycle worker = new WorkerLifecycle(
                preparation(properties, names, providers, kafka, !isLocal(environment)),
                steps(
                        properties,
                        names,
                        providers,
                        notices,
                        decide,
                        kafka,
                        observer,
                        offset,
                        undecidable,
                        registry,
                        clock));
        for (Step step : worker.steps()) {
            Metric.STEP_READY.gauge(registry, step, s -> s.trouble() == null ? 1 : 0, step.name());
            Metric.STEP_ALIVE.gauge(registry, step, s -> s.isDead() ? 0 : 1, step.name());
        }
        return worker;
    }

    /** Those of this process's roles, in the order in which records pass through them. */
    private static List<Step> steps(
            RefundsProperties properties,
            TopicNames names,
            Providers providers,
            NoticeStep notices,
            DecideStreams decide,
            KafkaClients kafka,
            CallObserver observer,
            ClockOffset offset,
            DeadLetterFlood undecidable,
            MeterRegistry registry,
            Clock clock) {
        String instanceId = instanceId(properties);
        DeadLetterFlood unreadable =
                new DeadLetterFlood("intake", properties.intake().flood().toSettings(), clock);
        List<Step> steps = new ArrayList<>();
        if (properties.roles().contains(Role.API)) {
            steps.add(notices);
        }
        if (properties.roles().contains(Role.INTAKE)) {
            steps.add(intake(properties, names, instanceId, kafka, unreadable, undecidable, registry));
        }
        if (properties.roles().contains(Role.DECIDE)) {
            steps.add(new DecideStep(decide));
        }
        if (properties.roles().contains(Role.EXECUTE)) {
            steps.add(new ExecuteSteps(providers.accounts().stream()
                    .map(account -> new ExecuteStep(
                            account,
                            names,
                            instanceId,
                            kafka.common(),
                            executorSettings(properties, account),
                            providers.client(account),
                            observer,
                            offset,
                            clock,
                            registry))
                    .toList()));
        }
        if (properties.roles().contains(Role.DECIDE) || properties.roles().contains(Role.EXECUTE)) {
            // Started first: without it nothing is sent.
            steps.add(new ClockStep(offset, names.clocks(), instanceId, kafka.common(), registry));
        }
        return steps;
    }

    @Bean
    KafkaWatch kafkaWatch(
            RefundsProperties properties, Providers providers, KafkaClients kafka, MeterRegistry registry) {
        TopicNames names = new TopicNames(properties.topics().prefix());
        List<Watched> topics = new ArrayList<>();
        topics.add(new Watched(names.requests(), names.intakeGroup()));
        topics.add(new Watched(names.inputs(), names.decideGroup()));
        for (AccountName account : providers.accounts()) {
            topics.add(new Watched(names.commands(account), names.executeGroup(account)));
        }
        topics.add(new Watched(names.status(), null));
        return new KafkaWatch(kafka.common(), topics, registry, System::nanoTime);
    }

    @Bean
    KafkaIndicator kafkaHealthIndicator(KafkaWatch watch) {
        return new KafkaIndicator(watch);
    }

    /** Spans only where they go somewhere; the trace itself is passed on anyway. */
    @Bean
    CallObserver callObserver(
            ObjectProvider<TracingObservationHandler<?>> handlers,
            @Value("${management.tracing.export.enabled}") boolean enabled) {
        List<TracingObservationHandler<?>> spans = handlers.orderedStream().toList();
        if (!enabled || spans.isEmpty()) {
            return CallObserver.NONE;
        }
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new FirstMatchingCompositeObservationHandler(spans));
        return new TracedCalls(registry);
    }

    /** One process against a local broker, where no money is. */
    static boolean isLocal(Environment environment) {
        return environment.acceptsProfiles(Profiles.of("local"));
    }

    @Bean
    ProvidersIndicator providersHealthIndicator(WorkerLifecycle worker) {
        return new ProvidersIndicator(worker);
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
            RefundsProperties properties, TopicNames names, Providers providers, KafkaClients kafka, boolean safe) {
        RefundsProperties.Topics topics = properties.topics();
        TopicLayout layout = new TopicLayout(names, topics, providers.accounts());
        TopicPreparation preparation =
                new TopicPreparation(new ClusterCheck(layout, topics, safe), layout, topics.create());
        String stored = names.changelog(DecideTopology.CHARGES);
        AtomicBoolean looked = new AtomicBoolean();
        return () -> {
            if (!looked.getAndSet(true)) {
                ProviderCheck.findings(properties.accounts()).stream()
                        .filter(finding -> finding.level() != Finding.Level.OK)
                        .forEach(finding -> log.warn("nothing waits for it, but it should be so: {}", finding.text()));
            }
            try (Brokers brokers = new Brokers(kafka.common())) {
                preparation.prepare(brokers);
                StartOffsets offsets = new StartOffsets(brokers);
                boolean decides = properties.roles().contains(Role.DECIDE);
                if (decides) {
                    offsets.prepare(names.decideGroup(), names.inputs(), topics.partitions(), stored);
                }
                // Before there is a first command, whoever comes first.
                if (decides || properties.roles().contains(Role.EXECUTE)) {
                    for (AccountName account : providers.accounts()) {
                        String commands = names.commands(account);
                        offsets.prepare(names.executeGroup(account), commands, topics.partitions(), commands);
                    }
                }
            }
        };
    }

    private static IntakeStep intake(
            RefundsProperties properties,
            TopicNames names,
            String instanceId,
            KafkaClients kafka,
            DeadLetterFlood unreadable,
            DeadLetterFlood undecidable,
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
                unreadable,
                undecidable,
                registry);
    }

    private static DecideStreams decide(
            RefundsProperties properties,
            Supplier<String> address,
            Providers providers,
            KafkaClients kafka,
            ClockOffset offset,
            DeadLetterFlood undecidable,
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
                decide.standbys(),
                new StreamsSettings.Commits(decide.minCommitPause(), decide.maxCommitPause()),
                properties.topics().replicationFactor(),
                properties.topics().minInSyncReplicas(),
                Duration.ofMillis(KafkaClients.SESSION_TIMEOUT_MS),
                Duration.ofMillis(KafkaClients.HEARTBEAT_MS));
        return new DecideStreams(settings, streams, Decider::decide, offset::brokersTime, undecidable, registry);
    }

    static Policy policy(RefundsProperties properties, Providers providers) {
        return new Policy(
                properties.requiredNamespace(),
                properties.requiredDefaultAccount(),
                providers.capabilities(),
                properties.guardRequired(),
                properties.limits().toPolicy(),
                properties.ages().toPolicy(properties.factsMaxAge(), properties.requestMaxAge()));
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
        return localHost().getHostName();
    }

    static InetAddress localHost() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            throw new InvalidConfigurationException(
                    "refunds.instance-id", null, "a name for this process, as its host has none");
        }
    }
}
