package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.provider.stripe.ChargeIds;
import io.github.refundworker.provider.stripe.StripeProvider;
import io.github.refundworker.provider.wix.ReferencePlace;
import io.github.refundworker.provider.wix.WixProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A provider account. A secret may be a file: see {@code spring.config.import=optional:configtree:…}.
 *
 * @param type {@code http}: a payment system that speaks the HTTP provider contract. {@code stripe}. {@code wix}. {@code
 *     in-process}: for drills, moves no money, and is allowed in the profile {@code local} only
 * @param url of the provider's API. Needed by an {@code http} account; {@code https://api.stripe.com} and {@code
 *     https://www.wixapis.com} for the others, where https is needed except on this machine
 * @param latency how long an {@code in-process} account takes to answer. {@code 0ms}
 * @param connectTimeout of all but {@code in-process} accounts. {@code 2s}
 * @param ratePerSecond calls a second at most; {@code 0} for no limit
 * @param apiKey the provider's, of a {@code stripe} or {@code wix} account
 * @param connectedAccount {@code acct_…} of a {@code stripe} account, where the key is a platform's. None
 * @param chargeIds {@code charge} or {@code payment-intent}: which ids the requests of a {@code stripe} account use. {@code
 *     charge}
 * @param siteId of a {@code wix} account
 * @param referenceField the extended field of a {@code wix} account that carries our reference, as {@code namespace#key}.
 *     None: the first 40 characters of the note do
 * @param webhookKeys what the provider's webhooks are verified with, separated by commas; several while one is replaced.
 *     {@code stripe}: the endpoint's {@code whsec_…}. {@code wix}: the app's public key as PEM. {@code http}: {@code
 *     whsec_} and a key in Base64. None: the account takes no webhooks
 */
record AccountProperties(
        @Nullable Type type,
        @Nullable URI url,
        @DefaultValue("0ms") Duration latency,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("0") int ratePerSecond,
        @Nullable Secret apiKey,
        @Nullable String connectedAccount,
        @Nullable ChargeIds chargeIds,
        @Nullable String siteId,
        @Nullable String referenceField,
        @DefaultValue List<Secret> webhookKeys) {

    enum Type {
        HTTP("http"),
        STRIPE("stripe"),
        WIX("wix"),
        IN_PROCESS("in-process");

        private final String name;

        Type(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Set<Type> WITH_API_KEY = Set.of(Type.STRIPE, Type.WIX);
    private static final String REFERENCE_FIELD = "[^#\\s]{1,100}#[^#\\s]{1,100}";

    AccountProperties {
        webhookKeys = List.copyOf(webhookKeys);
    }

    Type requiredType() {
        return requireNonNull(type);
    }

    URI requiredUrl() {
        return switch (requiredType()) {
            case STRIPE -> url == null ? StripeProvider.API : url;
            case WIX -> url == null ? WixProvider.API : url;
            case HTTP, IN_PROCESS -> requireNonNull(url);
        };
    }

    String requiredApiKey() {
        return requireNonNull(apiKey).value();
    }

    String requiredSiteId() {
        return requireNonNull(siteId);
    }

    ChargeIds requiredChargeIds() {
        return chargeIds == null ? ChargeIds.CHARGE : chargeIds;
    }

    ReferencePlace referencePlace() {
        if (referenceField == null) {
            return ReferencePlace.NOTE;
        }
        int at = referenceField.indexOf('#');
        return new ReferencePlace(
                new ReferencePlace.Field(referenceField.substring(0, at), referenceField.substring(at + 1)));
    }

    /**
     * Whose money it is, as far as the configuration tells: two accounts of one merchant would each know half of a charge.
     * Absent for an account that pays nobody.
     */
    @Nullable
    Merchant merchant() {
        return switch (requiredType()) {
            case HTTP -> new Merchant("url", List.of(requiredUrl().toString()));
            case STRIPE ->
                connectedAccount == null
                        ? new Merchant("api-key", List.of(requiredUrl().toString(), requiredApiKey()))
                        : new Merchant(
                                "connected-account", List.of(requiredUrl().toString(), connectedAccount));
            case WIX -> new Merchant("site-id", List.of(requiredUrl().toString(), requiredSiteId()));
            case IN_PROCESS -> null;
        };
    }

    /** @param key the setting by which it differs from others of its type */
    record Merchant(String key, List<String> identity) {}

    void check(String key) {
        require(type != null, key + ".type", null, "http, stripe, wix, in-process");
        checkUrl(key);
        require(!latency.isNegative(), key + ".latency", latency, "zero or longer, e.g. 200ms");
        require(connectTimeout.isPositive(), key + ".connect-timeout", connectTimeout, "longer than nothing, e.g. 2s");
        require(ratePerSecond >= 0, key + ".rate-per-second", ratePerSecond, "zero for no limit, or more");
        check(
                key + ".api-key",
                WITH_API_KEY,
                apiKey == null ? null : apiKey.value(),
                true,
                AccountProperties::isKey,
                "the provider's key: printable characters without blanks");
        check(
                key + ".connected-account",
                Set.of(Type.STRIPE),
                connectedAccount,
                false,
                id -> id.matches("acct_\\w{1,90}"),
                "acct_…");
        check(key + ".charge-ids", Set.of(Type.STRIPE), chargeIds, false, ids -> true, "charge, payment-intent");
        check(
                key + ".site-id",
                Set.of(Type.WIX),
                siteId,
                true,
                id -> id.matches("[0-9a-fA-F-]{36}"),
                "the site's id, a GUID");
        check(
                key + ".reference-field",
                Set.of(Type.WIX),
                referenceField,
                false,
                field -> field.matches(REFERENCE_FIELD),
                "the namespace and the key of an extended field, e.g. @acme/refunds#reference");
        require(
                webhookKeys.isEmpty() || type != Type.IN_PROCESS,
                key + ".webhook-keys",
                Secret.SHOWN,
                "nothing for an in-process account");
    }

    private static boolean isKey(String value) {
        return value.length() >= 8 && value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private void checkUrl(String key) {
        if (type == Type.IN_PROCESS) {
            require(url == null, key + ".url", url, "nothing for an in-process account");
            return;
        }
        require(
                url == null ? type != Type.HTTP : isAddress(url),
                key + ".url",
                url,
                "an absolute http or https address");
        require(
                url == null || type == Type.HTTP || url.getScheme().equals("https") || isLoopback(url.getHost()),
                key + ".url",
                url,
                "an https address, as it gets the account's key");
    }

    private static boolean isAddress(URI url) {
        return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** A setting that some types have: they may need it, the others must not set it. */
    private <T> void check(
            String key, Set<Type> types, @Nullable T value, boolean needed, Predicate<T> valid, String allowed) {
        boolean secret = key.endsWith(".api-key");
        Object shown = value != null && secret ? Secret.SHOWN : value;
        if (types.contains(requiredType())) {
            require(value == null ? !needed : valid.test(value), key, shown, allowed);
        } else {
            require(value == null, key, shown, "nothing for an account of type " + type);
        }
    }
}
