package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.http.HttpProvider;
import io.github.refundworker.provider.http.HttpWebhookReader;
import io.github.refundworker.provider.inprocess.InProcessProvider;
import io.github.refundworker.provider.stripe.StripeProvider;
import io.github.refundworker.provider.stripe.StripeWebhookReader;
import io.github.refundworker.provider.wix.WixProvider;
import io.github.refundworker.provider.wix.WixWebhookReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client for each configured provider account. */
final class Providers implements AutoCloseable {
    private final Map<AccountName, ProviderClient> clients;
    private final Map<AccountName, WebhookReader> webhookReaders;

    private Providers(Map<AccountName, ProviderClient> clients, Map<AccountName, WebhookReader> webhookReaders) {
        this.clients = Map.copyOf(clients);
        this.webhookReaders = Map.copyOf(webhookReaders);
    }

    /**
     * @param stateDirectory where an account that moves no money keeps its ledger
     * @param drillsAllowed whether accounts that move no money may be configured
     * @throws InvalidConfigurationException if one is and may not, or if keys are none
     */
    static Providers of(
            Map<String, AccountProperties> accounts, Path stateDirectory, boolean drillsAllowed, Clock clock) {
        Map<AccountName, ProviderClient> clients = new HashMap<>();
        Map<AccountName, WebhookReader> webhookReaders = new HashMap<>();
        accounts.forEach((name, account) -> {
            String key = "refunds.accounts." + name;
            clients.put(new AccountName(name), client(name, account, stateDirectory, drillsAllowed, clock));
            if (!account.webhookKeys().isEmpty()) {
                webhookReaders.put(new AccountName(name), webhookReader(key, account));
            }
        });
        return new Providers(clients, webhookReaders);
    }

    private static ProviderClient client(
            String name, AccountProperties account, Path stateDirectory, boolean drillsAllowed, Clock clock) {
        return switch (account.requiredType()) {
            case HTTP -> new HttpProvider(account.toHttpSettings());
            case STRIPE ->
                new StripeProvider(
                        account.requiredUrl(),
                        account.requiredToken(),
                        account.connectedAccount(),
                        account.requiredChargeIds(),
                        account.connectTimeout());
            case WIX ->
                new WixProvider(
                        account.requiredUrl(),
                        account.requiredToken(),
                        account.requiredSiteId(),
                        account.referencePlace(),
                        account.connectTimeout());
            case IN_PROCESS -> {
                require(
                        drillsAllowed,
                        "refunds.accounts." + name + ".type",
                        "in-process",
                        "http, stripe, wix; an in-process account pays nobody, and is for the profile local only");
                yield new InProcessProvider(
                        stateDirectory.resolve("in-process-" + name + ".ledger"), clock, account.latency());
            }
        };
    }

    private static WebhookReader webhookReader(String key, AccountProperties account) {
        List<String> keys = account.webhookKeys().stream().map(Secret::value).toList();
        try {
            return switch (account.requiredType()) {
                case HTTP -> new HttpWebhookReader(keys);
                case STRIPE -> new StripeWebhookReader(keys, account.connectedAccount(), account.requiredChargeIds());
                case WIX -> new WixWebhookReader(keys);
                case IN_PROCESS -> throw new IllegalArgumentException("it has no webhooks");
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    key + ".webhook-keys",
                    account.webhookKeys(),
                    "what verifies the provider's webhooks: " + e.getMessage());
        }
    }

    Set<AccountName> accounts() {
        return clients.keySet();
    }

    ProviderClient client(AccountName account) {
        return requireNonNull(clients.get(account));
    }

    /** Of the accounts that take webhooks. */
    Map<AccountName, WebhookReader> webhookReaders() {
        return webhookReaders;
    }

    Map<AccountName, Capabilities> capabilities() {
        return clients.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().capabilities()));
    }

    @Override
    public void close() {
        clients.values().forEach(ProviderClient::close);
    }
}
