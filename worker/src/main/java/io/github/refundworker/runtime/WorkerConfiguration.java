package io.github.refundworker.runtime;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.cluster.Instance;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.cluster.KafkaIndicator;
import io.github.refundworker.cluster.KafkaWatch;
import io.github.refundworker.cluster.KafkaWatch.Watched;
import io.github.refundworker.cluster.WorkerPreparation;
import io.github.refundworker.decide.start.DecideConfiguration;
import io.github.refundworker.decide.start.DecideStep;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.execute.start.ClockStep;
import io.github.refundworker.execute.start.ExecuteConfiguration;
import io.github.refundworker.execute.start.ExecuteSteps;
import io.github.refundworker.http.ApiConfiguration;
import io.github.refundworker.http.NoticeStep;
import io.github.refundworker.http.ProblemAdvice;
import io.github.refundworker.http.ProblemErrorController;
import io.github.refundworker.http.SecurityConfiguration;
import io.github.refundworker.intake.start.IntakeConfiguration;
import io.github.refundworker.intake.start.IntakeSteps;
import io.github.refundworker.lifecycle.LivenessIndicator;
import io.github.refundworker.lifecycle.ReadinessIndicator;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.lifecycle.WorkerLifecycle;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.settings.ConditionalOnRole;
import io.github.refundworker.settings.LocalProfile;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Configures what all steps share, and their lifecycle. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RefundsProperties.class)
@Import({
    IntakeConfiguration.class,
    DecideConfiguration.class,
    ExecuteConfiguration.class,
    ApiConfiguration.class,
    SecurityConfiguration.class,
    ProblemAdvice.class,
    ProblemErrorController.class
})
class WorkerConfiguration {
    private static final Pattern PROBES = Pattern.compile("/livez|/readyz|/actuator/.*");

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** How {@link RefundsProperties#accounts} are bound. */
    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor accountBinding() {
        return AccountBinding::new;
    }

    @Bean
    Providers providers(RefundsProperties properties, Environment environment, Clock clock) {
        return Providers.of(properties.accounts(), properties.stateDirectory(), LocalProfile.isOn(environment), clock);
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties properties, KafkaConnectionDetails connection) {
        return new KafkaClients(properties, connection);
    }

    @Bean
    Instance instance(RefundsProperties properties) {
        return Instance.of(properties);
    }

    @Bean
    ClockOffset clockOffset(RefundsProperties properties, Clock clock) {
        return new ClockOffset(properties.ages().clockLimit(), clock, System::nanoTime);
    }

    @Bean
    @ConditionalOnRole({Role.DECIDE, Role.EXECUTE})
    ClockStep clockStep(RefundsProperties properties, KafkaClients kafka, ClockOffset offset, MeterRegistry registry) {
        return new ClockStep(
                offset, properties.topicNames().clocks(), properties.requiredInstanceId(), kafka.common(), registry);
    }

    /** The steps of this process's roles, in the order in which records pass through them. */
    @Bean
    WorkerLifecycle workerLifecycle(
            RefundsProperties properties,
            Environment environment,
            Providers providers,
            KafkaClients kafka,
            Instance instance,
            ObjectProvider<NoticeStep> notices,
            ObjectProvider<IntakeSteps> intake,
            ObjectProvider<DecideStep> decide,
            ObjectProvider<ExecuteSteps> execute,
            ObjectProvider<ClockStep> clock,
            MeterRegistry registry) {
        // Steps start from the last to the first. So the clock starts first; without it nothing is sent.
        List<Step> steps = Stream.of(
                        notices.stream(),
                        intake.stream().flatMap(all -> all.steps().stream()),
                        Stream.of(decide, execute, clock).flatMap(ObjectProvider::stream))
                .flatMap(step -> step)
                .map(Step.class::cast)
                .toList();
        for (Step step : steps) {
            Metric.STEP_READY.gauge(registry, step, s -> s.trouble() == null ? 1 : 0, step.name());
            Metric.STEP_ALIVE.gauge(registry, step, s -> s.isDead() ? 0 : 1, step.name());
        }
        return new WorkerLifecycle(
                new WorkerPreparation(properties, instance, providers, kafka, !LocalProfile.isOn(environment)), steps);
    }

    @Bean
    KafkaWatch kafkaWatch(
            RefundsProperties properties, Providers providers, KafkaClients kafka, MeterRegistry registry) {
        TopicNames names = properties.topicNames();
        List<Watched> topics = new ArrayList<>();
        for (String requests : properties.requestsTopics()) {
            topics.add(new Watched(requests, names.intakeGroup(requests)));
        }
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

    /** Creates spans only if they are exported. The trace itself is always passed on. */
    @Bean
    StepSpans stepSpans(
            ObjectProvider<TracingObservationHandler<?>> handlers,
            @Value("${management.tracing.export.enabled}") boolean enabled) {
        List<TracingObservationHandler<?>> spans = handlers.orderedStream().toList();
        if (!enabled || spans.isEmpty()) {
            return StepSpans.NONE;
        }
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new FirstMatchingCompositeObservationHandler(spans));
        return new StepSpans(registry);
    }

    /** Creates no traces for probes and scrapes, which come every few seconds and interest nobody. */
    @Bean
    ObservationPredicate questionsOnly() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext asked
                && asked.getCarrier() != null
                && PROBES.matcher(asked.getCarrier().getRequestURI()).matches());
    }

    /** Wraps the exporter that Spring Boot creates, whichever it is. */
    @Bean
    static BeanPostProcessor collectorWatch() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SpanExporter exporter ? new CollectorWatch(exporter) : bean;
            }
        };
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
}
