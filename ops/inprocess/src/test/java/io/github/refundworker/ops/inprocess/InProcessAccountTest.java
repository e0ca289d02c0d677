package io.github.refundworker.ops.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.refundworker.configuration.InvalidConfigurationException;
import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.Providers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The worker finds this type by its line in a list of this module, as it would find any other that is put beside it. */
class InProcessAccountTest {
    private final Map<String, ProviderAccount> accounts = new Binder(new MapConfigurationPropertySource(Map.of(
                    "refunds.accounts.main.type", "in-process",
                    "refunds.accounts.main.latency", "200ms",
                    "refunds.accounts.main.url", "")))
            .bind(
                    "refunds.accounts",
                    Bindable.mapOf(String.class, ProviderAccount.class),
                    new AccountBinding(BindHandler.DEFAULT))
            .get();

    @Test
    void shouldBeAllowedInTheLocalProfileOnly(@TempDir Path state) {
        assertThat(catchThrowable(() -> Providers.of(accounts, state, false, Clock.systemUTC())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("refunds.accounts.main.type is \"in-process\"");
        Providers.of(accounts, state, true, Clock.systemUTC()).close();
    }
}
