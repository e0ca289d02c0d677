package io.github.refundworker.http;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.decide.engine.DecideStreams;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.query.DistantCharges;
import io.github.refundworker.query.OpenApiController;
import io.github.refundworker.query.PeerClient;
import io.github.refundworker.query.QueryController;
import io.github.refundworker.settings.ConditionalOnRole;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import io.github.refundworker.webhook.WebhookController;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The HTTP endpoints besides the probes. */
@Configuration(proxyBeanMethods = false)
public class ApiConfiguration {

    /** A process with the role {@code decide} answers too, but only queries that {@code api} processes pass on. */
    @Bean
    @ConditionalOnRole({Role.API, Role.DECIDE})
    QueryController queryController(DecideStreams decide, PeerClient peers, RefundsProperties properties) {
        return new QueryController(
                properties.roles().contains(Role.DECIDE)
                        ? decide.charges()
                        : new DistantCharges(properties.api().requiredDecideAddress()),
                peers,
                properties.topics().partitions());
    }

    @Bean
    @ConditionalOnRole(Role.API)
    NoticeStep noticeStep(RefundsProperties properties, KafkaClients kafka, MeterRegistry registry) {
        TopicNames names = properties.topicNames();
        return new NoticeStep(
                names.log(properties.topics().partitions()),
                kafka.inputProducer(names.prefix() + "refund-webhook-" + properties.requiredInstanceId()),
                registry);
    }

    @Bean
    @ConditionalOnRole(Role.API)
    WebhookController webhookController(
            RefundsProperties properties, NoticeStep notices, Clock clock, MeterRegistry registry) {
        return new WebhookController(Providers.webhookReaders(properties.accounts()), notices::writer, clock, registry);
    }

    @Bean
    @ConditionalOnRole(Role.API)
    OpenApiController openApiController() {
        return new OpenApiController();
    }

    /** Instances call each other as any client calls them, with the same certificates. */
    @Bean
    PeerClient peerClient(RefundsProperties properties, ServerProperties server, SslBundles bundles) {
        Ssl ssl = server.getSsl();
        return new PeerClient(
                Ssl.isEnabled(ssl) ? WebServerSslBundle.get(ssl, bundles).createSslContext() : null,
                properties.api()::isPeer);
    }
}
