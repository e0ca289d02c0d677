package io.github.refundworker.runtime;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the intake step. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    @ConditionalOnRole(Role.INTAKE)
    IntakeStep intakeStep(
            RefundsProperties properties,
            KafkaClients kafka,
            Instance instance,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry,
            Clock clock) {
        TopicNames names = properties.topicNames();
        IntakeSettings settings = new IntakeSettings(
                names, properties.topics().partitions(), TopicLayout.DEAD_LETTER_LIMIT, properties.requiredNamespace());
        return new IntakeStep(
                settings,
                names.requests(),
                properties.intake().threads(),
                kafka.intakeConsumer(names.intakeGroup(), instance),
                kafka.inputProducer(names.intakeGroup() + "-" + instance.name()),
                new DeadLetterFlood("intake", properties.intake().flood().toSettings(), clock),
                undecidable,
                spans,
                registry);
    }
}
