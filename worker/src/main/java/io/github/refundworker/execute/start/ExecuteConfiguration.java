package io.github.refundworker.execute.start;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.cluster.Instance;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.settings.ConditionalOnRole;
import io.github.refundworker.settings.ExecuteProperties;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.settings.Role;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the execute step. */
@Configuration(proxyBeanMethods = false)
public class ExecuteConfiguration {

    @Bean
    @ConditionalOnRole(Role.EXECUTE)
    ExecuteSteps executeSteps(
            RefundsProperties properties,
            Providers providers,
            KafkaClients kafka,
            Instance instance,
            StepSpans spans,
            ClockOffset offset,
            Clock clock,
            MeterRegistry registry) {
        return new ExecuteSteps(providers.accounts().stream()
                .map(account -> new ExecuteStep(
                        account,
                        properties.topicNames(),
                        instance,
                        properties.topics().partitions(),
                        kafka.common(),
                        executorSettings(properties, account),
                        providers.client(account),
                        spans,
                        () -> providers.merchant(account),
                        offset,
                        clock,
                        registry))
                .toList());
    }

    private static ExecutorSettings executorSettings(RefundsProperties properties, AccountName account) {
        ExecuteProperties execute = properties.execute();
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
}
