package io.github.refundworker.ops.console.login;

import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may ask for what. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    private static final String CONTENT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** What an operator may do alone, and what an operator proposes. */
    private static final String[] PROPOSING = {
        "/review/look-up", "/review/propose", "/charge/refresh", "/dead-letters/propose"
    };

    private static final String[] APPROVING = {"/review/approve", "/dead-letters/approve"};

    /** What keeps something from happening. */
    private static final String[] ENDING = {"/review/close", "/dead-letters/close", "/dead-letters/cancel"};

    private static final String[] READERS =
            Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);

    @Bean
    SecurityFilterChain security(HttpSecurity http, People people, ClaimedRoles roles) throws Exception {
        http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/assets/**", "/login", "/enter", "/healthz", "/error")
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/refunds/export", "/dead-letters/letter/unmasked")
                                .hasRole(Role.AUDITOR.name())
                                .requestMatchers(HttpMethod.POST, PROPOSING)
                                .hasRole(Role.OPERATOR.name())
                                .requestMatchers(HttpMethod.POST, APPROVING)
                                .hasRole(Role.APPROVER.name())
                                .requestMatchers(HttpMethod.POST, ENDING)
                                .hasAnyRole(Role.OPERATOR.name(), Role.APPROVER.name())
                                .requestMatchers(HttpMethod.POST, "/person")
                                .hasAnyRole(READERS)
                                .requestMatchers(HttpMethod.GET)
                                .hasAnyRole(READERS)
                                .anyRequest()
                                .denyAll())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions ->
                                permissions.policy("camera=(), geolocation=(), microphone=(), payment=()")))
                .logout(logout -> logout.logoutSuccessUrl("/login?out"))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")));
        if (!people.isLocal()) {
            http.oauth2Login(
                    login -> login.loginPage("/login").userInfoEndpoint(user -> user.userAuthoritiesMapper(roles)));
        }
        return http.build();
    }
}
