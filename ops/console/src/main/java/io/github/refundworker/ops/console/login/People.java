package io.github.refundworker.ops.console.login;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Tells who a request is from. */
@Component
public final class People {

    private final boolean local;

    People(Environment environment) {
        this.local = environment.acceptsProfiles(Profiles.of("local"));
    }

    /** Whether one key stands for all people. */
    public boolean isLocal() {
        return local;
    }

    public Person of(@Nullable Authentication authentication) {
        if (authentication == null) {
            return new Person("", "", List.of());
        }
        return new Person(
                authentication.getName(),
                authentication.getPrincipal() instanceof OidcUser user
                        ? user.getIssuer() + " " + user.getSubject()
                        : authentication.getName(),
                Arrays.stream(Role.values())
                        .filter(role -> authentication.getAuthorities().stream()
                                .map(GrantedAuthority::getAuthority)
                                .anyMatch(role.authority()::equals))
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
