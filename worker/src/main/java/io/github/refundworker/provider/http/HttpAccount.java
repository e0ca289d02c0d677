package io.github.refundworker.provider.http;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.configuration.Secret;
import io.github.refundworker.provider.AccountContext;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.RemoteAccount;
import io.github.refundworker.provider.WebhookReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of an {@code http} account.
 *
 * @param type a payment system that implements the HTTP provider contract
 * @param url it has no default
 * @param allowPlainHttp allows an {@code http} address on another machine. Everybody on the way can then read the token
 *     and change what is paid. {@code false}
 * @param token optional, sent as {@code Authorization: Bearer}
 * @param tokenHeader another header for the token, which is then sent without {@code Bearer}. Example: {@code X-Api-Key}
 * @param idempotencyWindow how long the payment system keeps an idempotency key. {@code 24h}
 * @param storesRefusals whether the payment system stores refusals under the key. If not, the worker confirms a refusal
 *     by a look-up some minutes later. {@code true}
 */
record HttpAccount(
        String type,
        @Nullable URI url,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("0") int ratePerSecond,
        @Nullable Secret token,
        @DefaultValue(AUTHORIZATION) String tokenHeader,
        @DefaultValue("24h") Duration idempotencyWindow,
        @DefaultValue("true") boolean storesRefusals,
        @DefaultValue List<Secret> webhookSecrets)
        implements RemoteAccount {

    private static final String AUTHORIZATION = "Authorization";

    /** Those that make a message what it is are not for credentials. */
    private static final Pattern HEADER = Pattern.compile(
            "(?i)(?!(connection|content-.*|expect|host|upgrade|idempotency-key|accept)$)[a-z0-9-]{1,60}");

    HttpAccount {
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    @Override
    public void check(String key) {
        require(url != null, key + ".url", null, "an absolute http or https address");
        checkShared(key, allowPlainHttp, "; or set " + key + ".allow-plain-http to true");
        require(
                HEADER.matcher(tokenHeader).matches(),
                key + ".token-header",
                tokenHeader,
                "the name of a header of your payment system's choice, e.g. X-Api-Key");
        require(
                idempotencyWindow.compareTo(Duration.ofHours(2)) >= 0,
                key + ".idempotency-window",
                idempotencyWindow,
                "2h or longer, as the contract has it 24h");
    }

    @Override
    public boolean tokenMayTravelInClear() {
        return allowPlainHttp;
    }

    @Override
    public URI api() {
        return requireNonNull(url);
    }

    @Override
    public ConfiguredMerchant configuredMerchant() {
        return new ConfiguredMerchant("url", List.of(api()));
    }

    @Override
    public ProviderClient client(AccountContext context) {
        return new HttpProvider(
                new HttpSettings(api(), connectTimeout, idempotencyWindow, storesRefusals, credentials()));
    }

    HttpSettings.@Nullable Credentials credentials() {
        if (token == null) {
            return null;
        }
        boolean bearer = tokenHeader.equalsIgnoreCase(AUTHORIZATION);
        return new HttpSettings.Credentials(tokenHeader, (bearer ? "Bearer " : "") + token.value());
    }

    @Override
    public Function<List<String>, WebhookReader> webhookReader() {
        return HttpWebhookReader::new;
    }
}
