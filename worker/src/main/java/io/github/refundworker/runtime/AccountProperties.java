package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;

import io.github.refundworker.provider.http.HttpSettings;
import io.github.refundworker.provider.stripe.ChargeIds;
import io.github.refundworker.provider.stripe.ConnectSettings;
import io.github.refundworker.provider.stripe.StripeProvider;
import io.github.refundworker.provider.wix.ReferencePlace;
import io.github.refundworker.provider.wix.WixProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A provider account.
 *
 * @param type {@code http}: a payment system that implements the HTTP provider contract. {@code stripe}. {@code
 *     wix}. {@code in-process}: for drills; it moves no money and is allowed in the profile {@code local} only
 * @param url address of the provider's API. An {@code http} account has no default. {@code stripe} uses {@code
 *     https://api.stripe.com} and {@code wix} uses {@code https://www.wixapis.com}. The address is {@code
 *     https}, or {@code http} on this machine
 * @param allowPlainHttp {@code http} only: allows an {@code http} address on another machine. Everybody on the way can
 *     then read the token and change what is paid. {@code false}
 * @param latency time that an {@code in-process} account takes to answer. {@code 0ms}
 * @param connectTimeout longest time to connect to the provider; {@code in-process} accounts ignore it. {@code 2s}
 * @param ratePerSecond maximum HTTP requests a second of all processes together; {@code 0} means no limit. Every
 *     request counts: one reading of a Stripe charge takes two or more. The share of a process is its share of the
 *     account's partitions
 * @param token credential for the provider. {@code http}: optional, sent as {@code Authorization: Bearer}. {@code
 *     stripe}: a secret or restricted key. {@code wix}: an API key. Keep it in a file: every file in the directory
 *     that {@code REFUNDS_SECRETS} names ({@code /run/secrets/refund-worker} unless set) is a value, named as its
 *     key
 * @param tokenHeader {@code http} only: another header for the token, which is then sent without {@code Bearer}.
 *     Example: {@code X-Api-Key}
 * @param idempotencyWindow {@code http} only: how long the payment system keeps an idempotency key. {@code 24h}
 * @param storesRefusals {@code http} only: whether the payment system stores refusals under the key. If not, the
 *     worker confirms a refusal by a look-up some minutes later. {@code true}
 * @param connectedAccount {@code stripe} only: the connected account {@code acct_…} that owns the charges, if the
 *     key is a platform's. None
 * @param chargeIds {@code stripe} only: which ids requests use, {@code charge} (the default) or {@code payment-intent}
 * @param reverseTransfer {@code stripe} only: who pays the refunds of destination charges. {@code true}: the
 *     connected account. {@code false}: the platform. Not set: these refunds are rejected
 * @param refundApplicationFee {@code stripe} only: whether the platform returns its application fee, in proportion
 *     to the refund. {@code false}
 * @param siteId {@code wix} only: the id of the site
 * @param referenceField {@code wix} only: the extended field that carries our reference, as {@code namespace#key}.
 *     Not set: the first 40 characters of the note carry it
 * @param webhookSecrets secret with which the provider signs the webhooks that it posts to {@code /webhooks/NAME}.
 *     While you replace a secret, set both, separated by a comma. {@code stripe}: the endpoint's {@code whsec_…}.
 *     {@code wix}: the app's public key as PEM. Not set: the account takes no webhooks
 */
record AccountProperties(
        @Nullable Type type,
        @Nullable URI url,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("0ms") Duration latency,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("0") int ratePerSecond,
        @Nullable Secret token,
        @DefaultValue(AUTHORIZATION) String tokenHeader,
        @DefaultValue("24h") Duration idempotencyWindow,
        @DefaultValue("true") boolean storesRefusals,
        @Nullable String connectedAccount,
        @Nullable ChargeIds chargeIds,
        @Nullable Boolean reverseTransfer,
        @DefaultValue("false") boolean refundApplicationFee,
        @Nullable String siteId,
        @Nullable String referenceField,
        @DefaultValue List<Secret> webhookSecrets) {

    private static final String AUTHORIZATION = "Authorization";

    /** Those that make a message what it is are not for credentials. */
    private static final Pattern HEADER = Pattern.compile(
            "(?i)(?!(connection|content-.*|expect|host|upgrade|idempotency-key|accept)$)[a-z0-9-]{1,60}");

    enum Type {
        HTTP("http", null),
        STRIPE("stripe", StripeProvider.API),
        WIX("wix", WixProvider.API),
        IN_PROCESS("in-process", null);

        private final String name;
        private final @Nullable URI api;

        Type(String name, @Nullable URI api) {
            this.name = name;
            this.api = api;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    AccountProperties {
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    Type requiredType() {
        return requireNonNull(type);
    }

    /** Absent for an account in this process. */
    @Nullable
    URI api() {
        return url != null ? url : requiredType().api;
    }

    URI requiredApi() {
        return requireNonNull(api());
    }

    String requiredToken() {
        return requireNonNull(token).value();
    }

    String requiredSiteId() {
        return requireNonNull(siteId);
    }

    ChargeIds requiredChargeIds() {
        return chargeIds == null ? ChargeIds.CHARGE : chargeIds;
    }

    ConnectSettings connect() {
        return new ConnectSettings(reverseTransfer, refundApplicationFee);
    }

    ReferencePlace referencePlace() {
        if (referenceField == null) {
            return ReferencePlace.NOTE;
        }
        int at = referenceField.indexOf('#');
        return new ReferencePlace(
                new ReferencePlace.Field(referenceField.substring(0, at), referenceField.substring(at + 1)));
    }

    HttpSettings toHttpSettings() {
        return new HttpSettings(requiredApi(), connectTimeout, idempotencyWindow, storesRefusals, credentials());
    }

    private HttpSettings.@Nullable Credentials credentials() {
        if (token == null) {
            return null;
        }
        boolean bearer = tokenHeader.equalsIgnoreCase(AUTHORIZATION);
        return new HttpSettings.Credentials(tokenHeader, (bearer ? "Bearer " : "") + token.value());
    }

    /**
     * Whose money it is, as far as the configuration tells: two accounts of one merchant would each know half of a charge.
     * Absent for an account that pays nobody.
     */
    @Nullable
    Merchant merchant() {
        return switch (requiredType()) {
            case HTTP -> new Merchant("url", List.of(requiredApi()));
            case STRIPE ->
                connectedAccount == null
                        ? new Merchant("token", List.of(requiredApi(), requireNonNull(token)))
                        : new Merchant("connected-account", List.of(requiredApi(), connectedAccount));
            case WIX -> new Merchant("site-id", List.of(requiredApi(), requiredSiteId()));
            case IN_PROCESS -> null;
        };
    }

    /** @param key the setting by which it differs from others of its type */
    record Merchant(String key, List<Object> identity) {}

    void check(String key) {
        require(type != null, key + ".type", null, "http, stripe, wix, in-process");
        checkUrl(key);
        require(!latency.isNegative(), key + ".latency", latency, "zero or longer, e.g. 200ms");
        require(connectTimeout.isPositive(), key + ".connect-timeout", connectTimeout, "longer than nothing, e.g. 2s");
        require(ratePerSecond >= 0, key + ".rate-per-second", ratePerSecond, "zero for no limit, or more");
        require(
                token == null || token.value().matches("[!-~]{1,4096}"),
                key + ".token",
                token,
                "1 to 4096 printable ASCII characters without spaces");
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
        require(
                webhookSecrets.size() <= 2
                        && webhookSecrets.stream()
                                .allMatch(secret -> secret.value().length() >= 16),
                key + ".webhook-secrets",
                webhookSecrets,
                "one, or two while one is replaced, each of 16 characters or more");
        switch (requiredType()) {
            case HTTP -> checkHasNone(key);
            case STRIPE -> {
                require(token != null, key + ".token", null, "a secret or restricted key of Stripe");
                check(key + ".connected-account", connectedAccount, id -> id.matches("acct_\\w{1,90}"), "acct_…");
                checkHasNoneOfWix(key);
            }
            case WIX -> {
                require(token != null, key + ".token", null, "an API key of Wix");
                require(siteId != null, key + ".site-id", null, "the site's id, a GUID");
                check(key + ".site-id", siteId, id -> id.matches("[0-9a-fA-F-]{36}"), "the site's id, a GUID");
                check(
                        key + ".reference-field",
                        referenceField,
                        field -> field.matches("[^#\\s]{1,100}#[^#\\s]{1,100}"),
                        "the namespace and the key of an extended field, e.g. @acme/refunds#reference");
                checkHasNoneOfStripe(key);
            }
            case IN_PROCESS -> {
                require(token == null, key + ".token", token, nothing());
                require(webhookSecrets.isEmpty(), key + ".webhook-secrets", webhookSecrets, nothing());
                checkHasNone(key);
            }
        }
    }

    private void checkUrl(String key) {
        require(type == Type.HTTP || !allowPlainHttp, key + ".allow-plain-http", allowPlainHttp, nothing());
        if (type == Type.IN_PROCESS) {
            require(url == null, key + ".url", url, nothing());
            return;
        }
        require(
                url == null ? type != Type.HTTP : isAddress(url),
                key + ".url",
                url,
                "an absolute http or https address");
        require(
                allowPlainHttp || url == null || url.getScheme().equals("https") || isLoopback(url.getHost()),
                key + ".url",
                url,
                "an https address, as money and the account's token depend on it"
                        + (type == Type.HTTP ? "; or set " + key + ".allow-plain-http to true" : ""));
    }

    private static boolean isAddress(URI url) {
        return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static void check(String key, @Nullable String value, Predicate<String> valid, String allowed) {
        require(value == null || valid.test(value), key, value, allowed);
    }

    private void checkHasNone(String key) {
        checkHasNoneOfStripe(key);
        checkHasNoneOfWix(key);
    }

    private void checkHasNoneOfStripe(String key) {
        require(connectedAccount == null, key + ".connected-account", connectedAccount, nothing());
        require(chargeIds == null, key + ".charge-ids", chargeIds, nothing());
        require(reverseTransfer == null, key + ".reverse-transfer", reverseTransfer, nothing());
        require(!refundApplicationFee, key + ".refund-application-fee", refundApplicationFee, nothing());
    }

    private void checkHasNoneOfWix(String key) {
        require(siteId == null, key + ".site-id", siteId, nothing());
        require(referenceField == null, key + ".reference-field", referenceField, nothing());
    }

    private String nothing() {
        return "nothing for an account of type " + type;
    }
}
