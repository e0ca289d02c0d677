package io.github.refundworker.runtime;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether there is an account that moves no money, whose ledger then can be read. */
final class InProcessConfigured implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return Binder.get(context.getEnvironment())
                .bind("refunds.accounts", Bindable.mapOf(String.class, AccountProperties.class))
                .orElse(Map.of())
                .values()
                .stream()
                .anyMatch(account -> account.type() == AccountProperties.Type.IN_PROCESS);
    }
}
