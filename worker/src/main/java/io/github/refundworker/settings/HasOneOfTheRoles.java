package io.github.refundworker.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Checks the configured roles. Without configuration a process has all roles. */
final class HasOneOfTheRoles implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
        Role[] wanted = attributes == null ? new Role[0] : (Role[]) attributes.get("value");
        Set<Role> roles = Binder.get(context.getEnvironment())
                .bind("refunds.roles", Bindable.setOf(Role.class))
                .orElse(Set.of(Role.values()));
        return wanted != null && Arrays.stream(wanted).anyMatch(roles::contains);
    }
}
