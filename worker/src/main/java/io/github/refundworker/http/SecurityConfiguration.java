package io.github.refundworker.http;

import io.github.refundworker.cluster.ProtectionCheck;
import io.github.refundworker.configuration.InvalidConfigurationException;
import io.github.refundworker.configuration.Secret;
import io.github.refundworker.settings.LocalProfile;
import io.github.refundworker.settings.RefundsProperties;
import io.github.refundworker.web.DeadlineProtocol;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/**
 * The access rules of the HTTP endpoints. Everything that they do not name is refused. The server keeps no session:
 * every request carries its credentials, in a header that no browser sends by itself.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
    static final String REFUNDS_READ = "SCOPE_refunds.read";

    /** Callers with the local key may also use the drill endpoints. */
    static final String LOCAL = "ROLE_local";

    /**
     * The management port is for operators, whom the network lets through and whom we trust. Callers can only read,
     * and only what is exposed there.
     */
    @Bean
    @Order(1)
    SecurityFilterChain managementSecurity(HttpSecurity http, Environment environment, JsonMapper json) {
        InvalidConfigurationException.require(
                ManagementPortType.get(environment) != ManagementPortType.SAME,
                "management.server.port",
                environment.getProperty("management.server.port"),
                "another port than server.port, or -1 for none: what is there is for operators");
        common(http, new ProblemResponses(json));
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.requestMatchers(reading("/**"))
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain security(
            HttpSecurity http,
            Environment environment,
            RefundsProperties properties,
            ObjectProvider<JwtDecoder> jwtDecoder,
            JsonMapper json) {
        ProblemResponses problems = new ProblemResponses(json);
        common(http, problems);
        LocalApiKey key = localKey(environment, properties);
        if (key != null) {
            http.addFilterBefore(new LocalApiKeyFilter(key), AnonymousAuthenticationFilter.class);
        }
        JwtDecoder decoder = jwtDecoder.getIfAvailable();
        if (decoder != null) {
            requireAudience(environment);
            http.addFilterBefore(tokenFilter(decoder, problems), AnonymousAuthenticationFilter.class);
        }
        return http.authorizeHttpRequests(requests -> requests
                        // An admitted request is dispatched again when it is answered later and when it failed.
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(reading("/livez", "/readyz", "/v1/openapi.yaml"))
                        .permitAll()
                        // The endpoint itself checks the provider's signature.
                        .requestMatchers(HttpMethod.POST, "/webhooks/*")
                        .permitAll()
                        .requestMatchers(reading("/v1/**"))
                        .hasAuthority(REFUNDS_READ)
                        .requestMatchers("/drill/**")
                        .hasAuthority(LOCAL)
                        .anyRequest()
                        .denyAll())
                .build();
    }

    /** HEAD is allowed wherever GET is. */
    private static RequestMatcher[] reading(String... patterns) {
        PathPatternRequestMatcher.Builder matchers = PathPatternRequestMatcher.withDefaults();
        return Stream.of(HttpMethod.GET, HttpMethod.HEAD)
                .flatMap(method -> Arrays.stream(patterns).map(pattern -> matchers.matcher(method, pattern)))
                .toArray(RequestMatcher[]::new);
    }

    /** Only the filter. The framework's full configuration would publish a page that describes the server. */
    private static BearerTokenAuthenticationFilter tokenFilter(JwtDecoder decoder, ProblemResponses problems) {
        var filter = new BearerTokenAuthenticationFilter(
                (AuthenticationManager) new ProviderManager(new JwtAuthenticationProvider(decoder)));
        filter.setAuthenticationEntryPoint(problems);
        filter.setAuthenticationFailureHandler(problems);
        return filter;
    }

    /** An issuer may serve other systems, too. A token for one of them must not open this one. */
    private static void requireAudience(Environment environment) {
        InvalidConfigurationException.require(
                LocalProfile.isOn(environment)
                        || !ProtectionCheck.audiences(environment).isEmpty(),
                ProtectionCheck.AUDIENCES,
                null,
                "the audience that the issuer writes into tokens for this worker, e.g. refund-worker");
    }

    private static void common(HttpSecurity http, ProblemResponses problems) {
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(problems).accessDeniedHandler(problems));
    }

    private static @Nullable LocalApiKey localKey(Environment environment, RefundsProperties properties) {
        boolean local = LocalProfile.isOn(environment);
        Secret configured = properties.api().key();
        InvalidConfigurationException.require(
                local || configured == null,
                "refunds.api.key",
                configured,
                "only in the profile local; elsewhere set spring.security.oauth2.resourceserver.jwt.issuer-uri");
        return local ? LocalApiKey.of(configured, properties.stateDirectory()) : null;
    }

    /**
     * Allows every percent-encoded printable character in a path, because a charge id may have any. The default
     * firewall refuses some of them, because servers and frameworks can split paths differently. Here both split the
     * path before they decode it.
     */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowBackSlash(true);
        return firewall;
    }

    /** Answers in our form. The firewall would use the server's. */
    @Bean
    RequestRejectedHandler rejected(JsonMapper json) {
        ProblemResponses problems = new ProblemResponses(json);
        return (request, response, why) -> problems.write(
                response, HttpStatus.BAD_REQUEST, HttpStatus.BAD_REQUEST.name(), "The request is not well-formed");
    }

    @Bean
    FilterRegistrationBean<PercentEncodingFilter> percentEncodingFilter(JsonMapper json) {
        var registration = new FilterRegistrationBean<>(new PercentEncodingFilter(new ProblemResponses(json)));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports(JsonMapper json) {
        return ProblemReportValve.onEvery(json);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatWebServerFactory> requestLimit(RefundsProperties properties) {
        return factory -> {
            factory.setProtocol(DeadlineProtocol.class.getName());
            factory.addProtocolHandlerCustomizers((DeadlineProtocol protocol) ->
                    protocol.setRequestLimit(properties.api().requestLimit()));
        };
    }

    @Bean
    TomcatConnectorCustomizer encodedSigns() {
        return connector -> {
            connector.setEncodedSolidusHandling("passthrough");
            connector.setEncodedReverseSolidusHandling("passthrough");
        };
    }
}
