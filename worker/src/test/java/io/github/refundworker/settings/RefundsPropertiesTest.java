package io.github.refundworker.settings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.refundworker.configuration.InvalidConfigurationAnalyzer;
import io.github.refundworker.configuration.InvalidConfigurationException;
import io.github.refundworker.configuration.Secret;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.provider.AccountBinding;
import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.Providers;
import io.github.refundworker.provider.RemoteAccount;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
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
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate(
                        "refunds",
                        Bindable.of(RefundsProperties.class),
                        new AccountBinding(new NoUnboundElementsBindHandler(BindHandler.DEFAULT)));
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
        assertThat(properties.topics())
                .isEqualTo(new RefundsProperties.Topics("", 8, (short) 3, (short) 2, true, true, Set.of()));
        assertThat(properties.intake())
                .isEqualTo(new IntakeProperties(1, false, new IntakeProperties.Flood(0.5, 200, Duration.ofMinutes(5))));
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
                "refunds.facts-max-age|-1s|refunds.facts-max-age is \"PT-1S\"|zero or longer",
                "refunds.default-account|other|refunds.default-account is \"other\"|one of [main]",
                "refunds.accounts.main.type||refunds.accounts.main.type is not set|http, stripe, wix",
                "refunds.accounts.main.type|paypal|refunds.accounts.main.type is \"paypal\"|http, stripe, wix",
                "refunds.accounts.main.url||refunds.accounts.main.url is not set|absolute http",
                "refunds.accounts.main.url|ftp://x|refunds.accounts.main.url is \"ftp://x\"|absolute http",
                "refunds.accounts.main.site-id|x|refunds.accounts.main.site-id is \"x\"|nothing for an account of type http",
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
                "refunds.intake.flood.ratio|1.5|refunds.intake.flood.ratio is \"1.5\"|0 to 1",
                "refunds.intake.flood.window|0|refunds.intake.flood.window is \"0\"|1 to 100000",
                "refunds.intake.flood.pause|0s|refunds.intake.flood.pause is \"PT0S\"|5m",
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
    void shouldLetEveryDecisionReadItsCharge() {
        assertThat(bind(Map.of("refunds.facts-max-age", "0")).factsMaxAge()).isZero();
    }

    @Test
    void shouldTakeShorterAgesForDrills() {
        RefundsProperties drill = bind(Map.of("refunds.ages.retry", "1s,2s,5s", "refunds.ages.grace", "2s"));

        assertThat(drill.ages().retry())
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(drill.ages().clockLimit()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void shouldRefuseTwoAccountsThatAreOneMerchant() {
        Throwable failure = catchThrowable(() -> bind(Map.of(
                "refunds.default-account", "main",
                "refunds.accounts.copy.type", "http",
                "refunds.accounts.copy.url", "https://provider.example")));

        assertThat(failure)
                .rootCause()
                .hasMessageMatching("refunds.accounts.(main|copy).url is \"that of (main|copy)\"");
    }

    private static final Map<String, String> STRIPE = Map.of(
            "refunds.accounts.main.type", "stripe",
            "refunds.accounts.main.url", "",
            "refunds.accounts.main.token", "sk_test_123");
    private static final Map<String, String> WIX = Map.of(
            "refunds.accounts.main.type", "wix",
            "refunds.accounts.main.url", "",
            "refunds.accounts.main.token", "IST.abc.def",
            "refunds.accounts.main.site-id", "7a8e9b10-0000-4000-8000-000000000001");

    private static Map<String, String> with(Map<String, String> some, String key, String value) {
        Map<String, String> all = new HashMap<>(some);
        all.put(key, value);
        return all;
    }

    @Test
    void shouldKnowStripeAndWixByTheirKeysAlone() {
        assertThat(address(STRIPE)).hasToString("https://api.stripe.com");
        assertThat(address(WIX)).hasToString("https://www.wixapis.com");
    }

    private static URI address(Map<String, String> account) {
        return requireNonNull(bind(account).account(new AccountName("main")).endpoint())
                .url();
    }

    /** A key of Spring Boot's refusal; a key of another type has a refusal of its own. */
    @Test
    void shouldRefuseAKeyThatNoTypeHas() {
        assertThat(catchThrowable(() -> bind(Map.of("refunds.accounts.main.tokn", "s3cret"))))
                .rootCause()
                .hasMessageContaining("[refunds.accounts.main.tokn]");
    }

    @Test
    void shouldReadTheNameOfATypeAsFreelyAsSpringReadsAConstant() {
        assertThat(address(with(STRIPE, "refunds.accounts.main.type", "STRIPE")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stripe|token||refunds.accounts.main.token is not set|key of Stripe",
                "stripe|token|sk test|refunds.accounts.main.token is \"***\"|without spaces",
                "stripe|connected-account|1234|refunds.accounts.main.connected-account is \"1234\"|acct_",
                "stripe|url|http://api.stripe.com|refunds.accounts.main.url is \"http://api.stripe.com\"|https",
                "stripe|allow-plain-http|true|refunds.accounts.main.allow-plain-http is \"true\"|type stripe",
                "stripe|token-header|X-Key|refunds.accounts.main.token-header is \"X-Key\"|nothing for an account of type stripe",
                "stripe|site-id|x|refunds.accounts.main.site-id is \"x\"|nothing for an account of type stripe",
                "wix|site-id||refunds.accounts.main.site-id is not set|a GUID",
                "wix|reference-field|reference|refunds.accounts.main.reference-field is \"reference\"|@acme/refunds#",
                "wix|charge-ids|charge|refunds.accounts.main.charge-ids is \"CHARGE\"|nothing for an account of type wix",
                "wix|connected-account|acct_1|refunds.accounts.main.connected-account is \"acct_1\"|type wix"
            })
    void shouldNameWhatAnAccountOfATypeLacksOrHasTooMuch(
            String type, String key, String value, String description, String allowed) {
        Map<String, String> account = type.equals("stripe") ? STRIPE : WIX;
        Throwable failure =
                catchThrowable(() -> bind(with(account, "refunds.accounts.main." + key, value == null ? "" : value)));

        FailureAnalysis analysis = requireNonNull(new InvalidConfigurationAnalyzer().analyze(failure));
        assertThat(analysis.getDescription()).isEqualTo(description);
        assertThat(analysis.getAction()).contains(allowed);
    }

    /** Somebody between the two machines could read the token, and could change the answers. */
    @Test
    void shouldTakeAPlainAddressOfAnotherMachineOnlyWhereThatIsMeant() {
        Map<String, String> http = new HashMap<>(Map.of("refunds.accounts.main.type", "http"));
        http.put("refunds.accounts.main.url", "http://payments.example.com");

        Throwable failure = catchThrowable(() -> bind(http));
        assertThat(requireNonNull(new InvalidConfigurationAnalyzer().analyze(failure))
                        .getAction())
                .contains("https", "refunds.accounts.main.allow-plain-http to true");

        bind(with(http, "refunds.accounts.main.allow-plain-http", "true"));
        bind(with(http, "refunds.accounts.main.url", "http://127.0.0.1:8090"));
        bind(with(http, "refunds.accounts.main.url", "https://payments.example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "stripe, token, sk_test_123, '', false",
        "stripe, token, sk_test_124, '', true",
        "stripe, connected-account, acct_2, acct_2, false",
        "stripe, connected-account, acct_2, acct_3, true"
    })
    void shouldTellMerchantsApart(String type, String key, String value, String ofMain, boolean apart) {
        Map<String, String> two = new HashMap<>(STRIPE);
        two.put("refunds.default-account", "main");
        two.put("refunds.accounts.other.type", type);
        two.put("refunds.accounts.other.token", "sk_test_123");
        two.put("refunds.accounts.other." + key, value);
        if (!ofMain.isEmpty()) {
            two.put("refunds.accounts.main." + key, ofMain);
        }

        Throwable failure = catchThrowable(() -> bind(two));

        if (apart) {
            assertThat(failure).isNull();
        } else {
            assertThat(failure).rootCause().hasMessageContaining("." + key + " is \"that of");
        }
    }

    @Test
    void shouldNeverShowASecret() {
        Map<String, String> stripe =
                with(STRIPE, "refunds.accounts.main.webhook-secrets", "whsec_0123456789a,whsec_0123456789b");
        assertThat(bind(stripe).toString()).doesNotContain("sk_test_123").doesNotContain("whsec");
        assertThat(((RemoteAccount) bind(stripe).account(new AccountName("main"))).webhookSecrets())
                .extracting(Secret::value)
                .containsExactly("whsec_0123456789a", "whsec_0123456789b");
    }

    @Test
    void shouldRefuseWebhookKeysThatAreNone() {
        Map<String, ProviderAccount> accounts = bind(with(
                        WIX, "refunds.accounts.main.webhook-secrets", "no key but as long"))
                .accounts();
        assertThat(catchThrowable(() -> Providers.webhookReaders(accounts)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("refunds.accounts.main.webhook-secrets is \"[***]\"");
    }
}
