package io.github.refundworker.provider.inprocess;

import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.provider.ProviderAccount;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if an in-process account is configured, whose ledger can then be read. */
final class InProcessConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind(
                        "refunds.accounts",
                        Bindable.mapOf(String.class, ProviderAccount.class),
                        new AccountBinding(BindHandler.DEFAULT))
                .orElse(Map.of())
                .values()
                .stream()
                .anyMatch(account -> account.endpoint() == null);
    }
}
