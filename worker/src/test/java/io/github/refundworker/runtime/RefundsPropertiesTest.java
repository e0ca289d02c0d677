package io.github.refundworker.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.provider.http.HttpSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class RefundsPropertiesTest {
    private static final Map<String, String> LEAST = Map.of(
            "refunds.namespace", "production",
            "refunds.accounts.main.type", "http",
            "refunds.accounts.main.url", "https://provider.example");

    private static RefundsProperties bind(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("refunds", RefundsProperties.class);
    }

    @Test
    void shouldHaveDefaultsFitForProduction() {
        RefundsProperties properties = bind(Map.of());

        assertThat(properties.requiredDefaultAccount().value()).isEqualTo("main");
        assertThat(properties.guardRequired()).isFalse();
        assertThat(properties.factsMaxAge()).isEqualTo(Duration.ofSeconds(60));
        assertThat(properties.requestMaxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(properties.limits().toPolicy()).isEqualTo(Policy.Limits.DEFAULT);
        assertThat(properties.ages().toPolicy(properties.factsMaxAge(), properties.requestMaxAge()))
                .isEqualTo(Policy.Ages.DEFAULT);
        assertThat(properties.ages().clockLimit()).isEqualTo(Duration.ofSeconds(60));
        assertThat(properties.topics()).isEqualTo(new RefundsProperties.Topics("", 8, (short) 3, (short) 2, true));
        assertThat(properties.execute().maxInFlight()).isEqualTo(1_000);
        assertThat(properties.execute().breaker().toSettings()).isEqualTo(ExecutorSettings.Breaker.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refunds.namespace||refunds.namespace is not set|e.g. production",
                "refunds.namespace|Prod_1|refunds.namespace is \"Prod_1\"|a-z, 0-9",
                "refunds.instance-id|a b|refunds.instance-id is \"a b\"|1 to 100 of",
                "refunds.facts-max-age|0s|refunds.facts-max-age is \"PT0S\"|60s",
                "refunds.default-account|other|refunds.default-account is \"other\"|one of [main]",
                "refunds.accounts.main.type||refunds.accounts.main.type is not set|http, in-process",
                "refunds.accounts.main.url||refunds.accounts.main.url is not set|absolute http",
                "refunds.accounts.main.url|ftp://x|refunds.accounts.main.url is \"ftp://x\"|absolute http",
                "refunds.accounts.[Main].type|http|refunds.accounts.Main is \"Main\"|inner hyphens",
                "refunds.accounts.main.token|two words|refunds.accounts.main.token is \"***\"|without spaces",
                "refunds.accounts.main.token-header|Host|refunds.accounts.main.token-header is \"Host\"|X-Api-Key",
                "refunds.accounts.main.idempotency-window|1h|refunds.accounts.main.idempotency-window is \"PT1H\"|2h",
                "refunds.limits.state|4MB|refunds.limits.state is \"4194304B\"|1KB to 768KB",
                "refunds.topics.prefix|a.b|refunds.topics.prefix is \"a.b\"|up to 80",
                "refunds.topics.partitions|0|refunds.topics.partitions is \"0\"|1 to 1000",
                "refunds.topics.min-in-sync-replicas|4|refunds.topics.min-in-sync-replicas is \"4\"|which is 3",
                "refunds.decide.standbys|9|refunds.decide.standbys is \"9\"|0 to 5",
                "refunds.intake.threads|0|refunds.intake.threads is \"0\"|1 or more",
                "refunds.decide.max-commit-pause|1ms|refunds.decide.max-commit-pause is \"PT0.001S\"|not shorter",
                "refunds.execute.breaker.open-for|2m|refunds.execute.breaker.open-for is \"PT2M\"|which is PT2M",
                "refunds.ages.retry|0s|refunds.ages.retry is \"[PT0S]\"|one or more",
                "refunds.ages.call-limit|10s|refunds.execute.call-timeout is \"PT10S\"|which is PT10S",
                "refunds.execute.breaker.failure-rate|0|refunds.execute.breaker.failure-rate is \"0\"|1 to 100",
                "refunds.execute.call-timeout|20s|refunds.execute.call-timeout is \"PT20S\"|at most half of refunds.ages.call-limit"
            })
    void shouldNameTheKeyTheValueAndWhatIsAllowed(String key, String value, String description, String allowed) {
        Throwable failure = catchThrowable(() -> bind(Map.of(key, value == null ? "" : value)));

        FailureAnalysis analysis = requireNonNull(new InvalidConfigurationAnalyzer().analyze(failure));
        assertThat(analysis.getDescription()).isEqualTo(description);
        assertThat(analysis.getAction()).startsWith("Allowed: ").contains(allowed);
    }

    @Test
    void shouldTakeShorterAgesForDrills() {
        RefundsProperties drill = bind(Map.of("refunds.ages.retry", "1s,2s,5s", "refunds.ages.grace", "2s"));

        assertThat(drill.ages().retry())
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(drill.ages().clockLimit()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldSendAnAccountsTokenAndNeverPrintIt() {
        RefundsProperties bearer = bind(Map.of("refunds.accounts.main.token", "s3cret"));
        RefundsProperties key = bind(
                Map.of("refunds.accounts.main.token", "s3cret", "refunds.accounts.main.token-header", "X-Api-Key"));

        assertThat(credentials(bearer)).isEqualTo(new HttpSettings.Credentials("Authorization", "Bearer s3cret"));
        assertThat(credentials(key)).isEqualTo(new HttpSettings.Credentials("X-Api-Key", "s3cret"));
        assertThat(bearer.toString()).contains("token=***").doesNotContain("s3cret");
        assertThat(credentials(bind(Map.of()))).isNull();
    }

    private static HttpSettings.@Nullable Credentials credentials(RefundsProperties properties) {
        return properties.account(new AccountName("main")).toHttpSettings().credentials();
    }

    @Test
    void shouldRefuseTwoAccountsThatAreOneMerchant() {
        Throwable failure = catchThrowable(() -> bind(Map.of(
                "refunds.default-account", "main",
                "refunds.accounts.copy.type", "http",
                "refunds.accounts.copy.url", "https://provider.example")));

        assertThat(failure).rootCause().hasMessageContaining("https://provider.example");
    }

    @Test
    void shouldRefuseAnAccountThatPaysNobodyOutsideTheLocalProfile(@TempDir Path state) {
        Map<String, RefundsProperties.Account> accounts = bind(Map.of(
                        "refunds.accounts.main.type", "in-process", "refunds.accounts.main.url", ""))
                .accounts();

        assertThat(catchThrowable(() -> Providers.of(accounts, state, false, Clock.systemUTC())))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("refunds.accounts.main.type is \"in-process\"");
        Providers.of(accounts, state, true, Clock.systemUTC()).close();
    }
}
