package io.github.refundworker.provider.wix;

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
 * The settings of a {@code wix} account.
 *
 * @param type Wix
 * @param url {@code https://www.wixapis.com} if not set
 * @param token an API key
 * @param siteId the id of the site
 * @param referenceField the extended field that carries our reference, as {@code namespace#key}. Not set: the first 40
 *     characters of the note carry it
 * @param webhookSecrets the app's public key as PEM
 */
record WixAccount(
        String type,
        @Nullable URI url,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("0") int ratePerSecond,
        @Nullable Secret token,
        @Nullable String siteId,
        @Nullable String referenceField,
        @DefaultValue List<Secret> webhookSecrets)
        implements RemoteAccount {

    private static final URI API = URI.create("https://www.wixapis.com");

    WixAccount {
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    @Override
    public void check(String key) {
        checkShared(key, false, "");
        require(token != null, key + ".token", null, "an API key of Wix");
        require(
                siteId != null && siteId.matches("[0-9a-fA-F-]{36}"),
                key + ".site-id",
                siteId,
                "the site's id, a GUID");
        require(
                referenceField == null || referenceField.matches("[^#\\s]{1,100}#[^#\\s]{1,100}"),
                key + ".reference-field",
                referenceField,
                "the namespace and the key of an extended field, e.g. @acme/refunds#reference");
    }

    @Override
    public URI api() {
        return url == null ? API : url;
    }

    @Override
    public ConfiguredMerchant configuredMerchant() {
        return new ConfiguredMerchant("site-id", List.of(api(), requireNonNull(siteId)));
    }

    @Override
    public ProviderClient client(AccountContext context) {
        return new WixProvider(
                api(), requireNonNull(token).value(), requireNonNull(siteId), referencePlace(), connectTimeout);
    }

    ReferencePlace referencePlace() {
        if (referenceField == null) {
            return ReferencePlace.NOTE;
        }
        int at = referenceField.indexOf('#');
        return new ReferencePlace(
                new ReferencePlace.Field(referenceField.substring(0, at), referenceField.substring(at + 1)));
    }

    @Override
    public Function<List<String>, WebhookReader> webhookReader() {
        return WixWebhookReader::new;
    }
}
