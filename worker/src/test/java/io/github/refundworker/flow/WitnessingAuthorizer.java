package io.github.refundworker.flow;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own, which remembers who asked for what. The broker makes it, so what it saw is everybody's. */
public final class WitnessingAuthorizer extends StandardAuthorizer {
    private static final Set<Asked> ALLOWED = ConcurrentHashMap.newKeySet();
    private static final Set<Asked> DENIED = ConcurrentHashMap.newKeySet();

    private record Asked(String user, AclOperation operation, ResourceType type, String name) {
        boolean isCoveredBy(AclBinding binding) {
            AccessControlEntry entry = binding.entry();
            ResourcePattern pattern = binding.pattern();
            return entry.principal().equals("User:" + user)
                    && entry.operation() == operation
                    && pattern.resourceType() == type
                    && (pattern.patternType() == PatternType.PREFIXED
                            ? name.startsWith(pattern.name())
                            : name.equals(pattern.name()));
        }
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            ResourcePattern resource = action.resourcePattern();
            Asked asked = new Asked(
                    context.principal().getName(), action.operation(), resource.resourceType(), resource.name());
            if (results.get(i) == AuthorizationResult.ALLOWED) {
                ALLOWED.add(asked);
            } else if (action.logIfDenied()) {
                // The others are asked in passing, and something else is enough.
                DENIED.add(asked);
            }
        }
        return results;
    }

    public static boolean wasUsed(AclBinding binding) {
        return ALLOWED.stream().anyMatch(asked -> asked.isCoveredBy(binding));
    }

    /** @param users whose wishes count */
    public static List<String> denied(List<String> users) {
        return DENIED.stream()
                .filter(asked -> users.contains(asked.user))
                .map(Asked::toString)
                .sorted()
                .toList();
    }
}
