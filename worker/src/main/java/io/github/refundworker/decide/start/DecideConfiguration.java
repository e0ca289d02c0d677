package io.github.refundworker.decide.start;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.cluster.Instance;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.cluster.TopicLayout;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.DecideSettings;
import io.github.refundworker.decide.engine.DecideStreams;
import io.github.refundworker.decide.engine.StreamsSettings;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.settings.ConditionalOnRole;
import io.github.refundworker.settings.DecideProperties;
import io.github.refundworker.settings.OwnAddress;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Configures the decide step. */
@Configuration(proxyBeanMethods = false)
public class DecideConfiguration {

    /** Tells intake how many requests decide turned into dead letters. */
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
            Instance instance,
            ClockOffset offset,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry) {
        TopicNames names = properties.topicNames();
        DecideSettings settings = new DecideSettings(
                names,
                properties.topics().partitions(),
                providers.accounts(),
                TopicLayout.RECORD_LIMIT,
                TopicLayout.DEAD_LETTER_LIMIT,
                policy(properties, providers));
        DecideProperties decide = properties.decide();
        StreamsSettings streams = new StreamsSettings(
                kafka.common(),
                names.decideGroup(),
                instance.id(),
                instance.name(),
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
                properties.refundDisputed(),
                properties.limits().toPolicy(),
                properties.ages().toPolicy(properties.factsMaxAge(), properties.requestMaxAge()));
    }
}
