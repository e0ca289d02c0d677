package io.github.refundworker.provider.stripe;

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
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a {@code stripe} account.
 *
 * @param type Stripe
 * @param url {@code https://api.stripe.com} if not set
 * @param token a secret or restricted key
 * @param connectedAccount the connected account {@code acct_…} that owns the charges, if the key is a platform's. None
 * @param chargeIds which ids requests use, {@code charge} (the default) or {@code payment-intent}
 * @param reverseTransfer who pays the refunds of destination charges. {@code true}: the connected account. {@code
 *     false}: the platform. Not set: these refunds are rejected
 * @param refundApplicationFee whether the platform returns its application fee, in proportion to the refund. {@code
 *     false}
 * @param webhookSecrets the endpoint's {@code whsec_…}
 */
record StripeAccount(
        String type,
        @Nullable URI url,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("0") int ratePerSecond,
        @Nullable Secret token,
        @Nullable String connectedAccount,
        @Nullable ChargeIds chargeIds,
        @Nullable Boolean reverseTransfer,
        @DefaultValue("false") boolean refundApplicationFee,
        @DefaultValue List<Secret> webhookSecrets)
        implements RemoteAccount {

    private static final URI API = URI.create("https://api.stripe.com");

    StripeAccount {
        webhookSecrets = List.copyOf(webhookSecrets);
        chargeIds = chargeIds == null ? ChargeIds.CHARGE : chargeIds;
    }

    @Override
    public void check(String key) {
        checkShared(key, false, "");
        require(token != null, key + ".token", null, "a secret or restricted key of Stripe");
        require(
                connectedAccount == null || connectedAccount.matches("acct_\\w{1,90}"),
                key + ".connected-account",
                connectedAccount,
                "acct_…");
    }

    @Override
    public URI api() {
        return url == null ? API : url;
    }

    @Override
    public ConfiguredMerchant configuredMerchant() {
        return connectedAccount == null
                ? new ConfiguredMerchant("token", List.of(api(), requireNonNull(token)))
                : new ConfiguredMerchant("connected-account", List.of(api(), connectedAccount));
    }

    @Override
    public ProviderClient client(AccountContext context) {
        return new StripeProvider(
                api(),
                requireNonNull(token).value(),
                connectedAccount,
                requireNonNull(chargeIds),
                new ConnectSettings(reverseTransfer, refundApplicationFee),
                connectTimeout);
    }

    @Override
    public Function<List<String>, WebhookReader> webhookReader() {
        return secrets -> new StripeWebhookReader(secrets, connectedAccount, requireNonNull(chargeIds));
    }
}
