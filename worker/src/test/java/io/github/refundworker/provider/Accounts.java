package io.github.refundworker.provider;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Accounts, bound as the worker binds them. */
public final class Accounts {
    private Accounts() {}

    /** @param settings of one account, without {@code refunds.accounts.NAME} */
    public static <A> A bind(Class<A> type, Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("refunds.accounts.main." + key, value));
        return requireNonNull(type.cast(bind(source).get("main")));
    }

    static Map<String, ProviderAccount> bind(ConfigurationPropertySource source) {
        return new Binder(source)
                .bind(
                        "refunds.accounts",
                        Bindable.mapOf(String.class, ProviderAccount.class),
                        new AccountBinding(new NoUnboundElementsBindHandler(BindHandler.DEFAULT)))
                .get();
    }
}
