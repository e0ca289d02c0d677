package io.github.refundworker.ops.console;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** A real OpenID provider. Its people have the name of their role, or two roles, and the password {@code secret}. */
final class OpenIdProvider implements AutoCloseable {

    private static final String REGISTRATION = "spring.security.oauth2.authorizationserver.client.console.";

    final URI uri;
    private final ConfigurableApplicationContext context;

    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Provider {

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(
                    List.of("viewer", "operator", "approver", "auditor", "guest", "both").stream()
                            .map(name -> User.withUsername(name)
                                    .password("{noop}secret")
                                    .authorities(
                                            name.equals("both")
                                                    ? new String[] {"operator", "approver"}
                                                    : new String[] {name})
                                    .build())
                            .toList());
        }

        /** As Keycloak does. */
        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> roles() {
            return token -> {
                if (token.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                    List<String> roles =
                            Objects.<Authentication>requireNonNull(token.getPrincipal()).getAuthorities().stream()
                                    .map(GrantedAuthority::getAuthority)
                                    .filter(role -> !role.contains("_"))
                                    .toList();
                    token.getClaims().claim("realm_access", Map.of("roles", roles));
                }
            };
        }
    }

    /** @param console where the person comes back to */
    OpenIdProvider(URI console) {
        int port = RunningConsole.freePort();
        uri = URI.create("http://localhost:" + port);
        context = new SpringApplicationBuilder(Provider.class)
                .properties("spring.config.name=none")
                .run(
                        "--server.port=" + port,
                        "--gg.jte.use-precompiled-templates=true",
                        "--logging.structured.format.console=logstash",
                        "--logging.level.root=WARN",
                        "--" + REGISTRATION + "registration.client-id=console",
                        "--" + REGISTRATION + "registration.client-secret={noop}console-secret",
                        "--" + REGISTRATION + "registration.client-authentication-methods=client_secret_basic",
                        "--" + REGISTRATION + "registration.authorization-grant-types=authorization_code",
                        "--" + REGISTRATION + "registration.redirect-uris=" + console + "/login/oauth2/code/test",
                        "--" + REGISTRATION + "registration.scopes=openid");
    }

    /** The settings of a console whose people log in here. */
    List<String> settings() {
        return List.of(
                "--console.login.roles-claim=realm_access.roles",
                "--server.servlet.session.cookie.secure=false",
                "--spring.security.oauth2.client.registration.test.client-id=console",
                "--spring.security.oauth2.client.registration.test.client-secret=console-secret",
                "--spring.security.oauth2.client.registration.test.client-name=Test",
                "--spring.security.oauth2.client.registration.test.scope=openid",
                "--spring.security.oauth2.client.provider.test.issuer-uri=" + uri);
    }

    @Override
    public void close() {
        context.close();
    }
}
