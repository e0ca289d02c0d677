package io.github.refundworker.intake.start;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.cluster.Instance;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.cluster.TopicLayout;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.settings.ConditionalOnRole;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the intake step. */
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {

    @Bean
    @ConditionalOnRole(Role.INTAKE)
    IntakeSteps intakeSteps(
            RefundsProperties properties,
            KafkaClients kafka,
            Instance instance,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry,
            Clock clock) {
        TopicNames names = properties.topicNames();
        IntakeSettings settings = new IntakeSettings(
                names,
                properties.topics().partitions(),
                TopicLayout.DEAD_LETTER_LIMIT,
                properties.requiredNamespace(),
                properties.intake().refuseCardNumbers());
        return new IntakeSteps(properties.requestsTopics().stream()
                .map(requests -> {
                    String group = names.intakeGroup(requests);
                    String name = "intake" + requests.substring(names.requests().length());
                    return new IntakeStep(
                            name,
                            settings,
                            requests,
                            properties.intake().threads(),
                            kafka.intakeConsumer(group, instance),
                            kafka.inputProducer(group + "-" + instance.name()),
                            new DeadLetterFlood(
                                    name, properties.intake().flood().toSettings(), clock),
                            undecidable,
                            spans,
                            registry);
                })
                .toList());
    }
}
