package io.github.refundworker.runtime;

import static java.util.stream.Collectors.toMap;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.DecideSettings;
import io.github.refundworker.decide.DecideStreams;
import io.github.refundworker.decide.StreamsSettings;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The step that decides. */
@Configuration(proxyBeanMethods = false)
class DecideConfiguration {

    /** What becomes of requests in the step that decides, for the step that takes them in. */
    @Bean
    DeadLetterFlood undecidable(RefundsProperties properties, Clock clock) {
        return new DeadLetterFlood("decide", properties.intake().flood().toSettings(), clock);
    }

    @Bean
    @ConditionalOnRole(Role.DECIDE)
    DecideStep decideStep(DecideStreams streams) {
        return new DecideStep(streams);
    }

    @Bean
    DecideStreams decideStreams(
            RefundsProperties properties,
            Environment environment,
            Providers providers,
            KafkaClients kafka,
            ClockOffset offset,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry) {
        TopicNames names = properties.topicNames();
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
        DecideProperties decide = properties.decide();
        StreamsSettings streams = new StreamsSettings(
                kafka.common(),
                names.decideGroup(),
                properties.requiredInstanceId(),
                new OwnAddress(properties, environment),
                properties.stateDirectory(),
                decide.threads(),
                decide.standbys(),
                new StreamsSettings.Commits(decide.minCommitPause(), decide.maxCommitPause()),
                properties.topics().replicationFactor(),
                properties.topics().minInSyncReplicas(),
                Duration.ofMillis(KafkaClients.SESSION_TIMEOUT_MS),
                Duration.ofMillis(KafkaClients.HEARTBEAT_MS));
        return new DecideStreams(settings, streams, Decider::decide, offset::brokersTime, undecidable, spans, registry);
    }

    private static Policy policy(RefundsProperties properties, Providers providers) {
        return new Policy(
                properties.requiredNamespace(),
                properties.requiredDefaultAccount(),
                providers.capabilities(),
                properties.guardRequired(),
                properties.limits().toPolicy(),
                properties.ages().toPolicy(properties.factsMaxAge(), properties.requestMaxAge()));
    }
}
