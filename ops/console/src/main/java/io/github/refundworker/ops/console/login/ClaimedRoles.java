package io.github.refundworker.ops.console.login;

import io.github.refundworker.ops.console.ConsoleProperties;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.stereotype.Component;

/** Reads the roles of a person from the ID token, or from the answer of the user info endpoint. */
@Component
final class ClaimedRoles implements GrantedAuthoritiesMapper {

    private final String path;
    private final Map<String, Role> roles;

    ClaimedRoles(ConsoleProperties properties) {
        ConsoleProperties.Login login = properties.login();
        this.path = login.rolesClaim();
        this.roles = Map.of(
                login.viewer(), Role.VIEWER,
                login.operator(), Role.OPERATOR,
                login.approver(), Role.APPROVER,
                login.auditor(), Role.AUDITOR);
    }

    @Override
    public Collection<? extends GrantedAuthority> mapAuthorities(Collection<? extends GrantedAuthority> granted) {
        Set<GrantedAuthority> mapped = new HashSet<>();
        for (GrantedAuthority authority : granted) {
            if (authority instanceof OidcUserAuthority user) {
                for (String value : values(user.getAttributes())) {
                    Role role = roles.get(value);
                    if (role != null) {
                        mapped.add(new SimpleGrantedAuthority(role.authority()));
                    }
                }
            }
        }
        return mapped;
    }

    /** A claim whose name has dots itself (a URL, at some providers) is looked for before its parts. */
    private List<String> values(Map<String, Object> claims) {
        Object found = claims.containsKey(path) ? claims.get(path) : claims;
        if (found == claims) {
            for (String part : path.split("\\.")) {
                found = found instanceof Map<?, ?> object ? object.get(part) : null;
            }
        }
        return texts(found);
    }

    private static List<String> texts(@Nullable Object found) {
        return switch (found) {
            case String text -> List.of(text.split("[ ,]+"));
            case Collection<?> all -> all.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}
