package io.github.refundworker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.settings.RefundsProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ProtectionCheckTest {
    private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

    private static List<Finding> findings(Map<String, Object> more, String protocol) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "refunds.namespace", "production",
                "refunds.accounts.main.type", "http",
                "refunds.accounts.main.url", "https://provider.example"));
        all.putAll(more);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", all));
        RefundsProperties properties = new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("refunds", Bindable.of(RefundsProperties.class), new AccountBinding(BindHandler.DEFAULT));
        return ProtectionCheck.findings(properties, environment, protocol);
    }

    @Test
    void shouldNameEveryProtectionThatIsLeftOut() {
        List<Finding> findings = findings(
                Map.of(
                        ISSUER,
                        "https://issuer.example",
                        "refunds.intake.flood.ratio",
                        "0",
                        "refunds.accounts.main.url",
                        "http://provider.example",
                        "refunds.accounts.main.allow-plain-http",
                        "true"),
                "SASL_PLAINTEXT");

        assertThat(findings.stream()
                        .map(finding -> finding.level() + " " + finding.text().split("[ :;]")[0]))
                .containsExactly(
                        "WARNING spring.kafka.security.protocol",
                        "FAULT " + ProtectionCheck.AUDIENCES,
                        "WARNING refunds.api.peer-hosts",
                        "WARNING server.ssl.bundle",
                        "WARNING refunds.intake.flood.ratio",
                        "WARNING refunds.accounts.main.allow-plain-http");
    }

    @Test
    void shouldFindNothingWhereAllAreThere() {
        assertThat(findings(
                        Map.of(
                                ISSUER,
                                "https://issuer.example",
                                ProtectionCheck.AUDIENCES,
                                "refund-worker",
                                "refunds.api.peer-hosts",
                                "*.workers.local",
                                "server.ssl.bundle",
                                "web"),
                        "SASL_SSL"))
                .isEmpty();
    }

    @Test
    void shouldAskNothingAboutCallersOfAProcessThatNobodyAsks() {
        assertThat(findings(Map.of("refunds.roles", "intake,execute"), "SSL")).isEmpty();
    }

    @Test
    void shouldSayWhereCredentialsGoInClear() {
        assertThat(findings(
                        Map.of(
                                "refunds.roles", "api",
                                "refunds.api.decide-address", "decide:8080",
                                "refunds.api.peer-hosts", "decide"),
                        "SSL"))
                .extracting(Finding::text)
                .containsExactly(
                        "server.ssl.bundle to be set: this process passes callers' credentials on to decide:8080;"
                                + " without it they travel in clear");
    }
}
