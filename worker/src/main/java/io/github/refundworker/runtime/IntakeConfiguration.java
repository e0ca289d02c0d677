package io.github.refundworker.runtime;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The step that takes requests in. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    @ConditionalOnRole(Role.INTAKE)
    IntakeStep intakeStep(
            RefundsProperties properties,
            KafkaClients kafka,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry,
            Clock clock) {
        TopicNames names = properties.topicNames();
        String instanceId = properties.requiredInstanceId();
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
                new DeadLetterFlood("intake", properties.intake().flood().toSettings(), clock),
                undecidable,
                spans,
                registry);
    }
}
