package io.github.refundworker.runtime;

import static io.github.refundworker.runtime.InvalidConfigurationException.require;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.provider.Merchant;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client for each configured provider account. */
final class Providers implements AutoCloseable {
    private final Map<AccountName, ProviderClient> clients;
    private volatile Map<AccountName, String> merchants = Map.of();

    private Providers(Map<AccountName, ProviderClient> clients) {
        this.clients = Map.copyOf(clients);
    }

    /**
     * @param stateDirectory where an in-process account keeps its ledger
     * @param drillsAllowed whether in-process accounts may be configured
     * @throws InvalidConfigurationException if one is configured and not allowed
     */
    static Providers of(
            Map<String, AccountProperties> accounts, Path stateDirectory, boolean drillsAllowed, Clock clock) {
        Map<AccountName, ProviderClient> clients = new HashMap<>();
        accounts.forEach((name, account) ->
                clients.put(new AccountName(name), client(name, account, stateDirectory, drillsAllowed, clock)));
        return new Providers(clients);
    }

    private static ProviderClient client(
            String name, AccountProperties account, Path stateDirectory, boolean drillsAllowed, Clock clock) {
        return switch (account.requiredType()) {
            case HTTP -> new HttpProvider(account.toHttpSettings());
            case STRIPE ->
                new StripeProvider(
                        account.requiredApi(),
                        account.requiredToken(),
                        account.connectedAccount(),
                        account.requiredChargeIds(),
                        account.connect(),
                        account.connectTimeout());
            case WIX ->
                new WixProvider(
                        account.requiredApi(),
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

    /** The webhook readers of the accounts that take webhooks. */
    static Map<AccountName, WebhookReader> webhookReaders(Map<String, AccountProperties> accounts) {
        Map<AccountName, WebhookReader> readers = new HashMap<>();
        accounts.forEach((name, account) -> {
            if (!account.webhookSecrets().isEmpty()) {
                readers.put(new AccountName(name), webhookReader(name, account));
            }
        });
        return readers;
    }

    private static WebhookReader webhookReader(String name, AccountProperties account) {
        List<String> secrets =
                account.webhookSecrets().stream().map(Secret::value).toList();
        try {
            return switch (account.requiredType()) {
                case HTTP -> new HttpWebhookReader(secrets);
                case STRIPE ->
                    new StripeWebhookReader(secrets, account.connectedAccount(), account.requiredChargeIds());
                case WIX -> new WixWebhookReader(secrets);
                case IN_PROCESS -> throw new IllegalArgumentException("an in-process account has none");
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    "refunds.accounts." + name + ".webhook-secrets",
                    account.webhookSecrets(),
                    "what the provider signs with: " + e.getMessage());
        }
    }

    Set<AccountName> accounts() {
        return clients.keySet();
    }

    ProviderClient client(AccountName account) {
        return requireNonNull(clients.get(account));
    }

    /** Asks each provider for the account's merchant. */
    Map<AccountName, Merchant> ask(Duration timeout) {
        return clients.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().merchant(timeout)));
    }

    void merchants(Map<AccountName, String> known) {
        merchants = Map.copyOf(known);
    }

    /** The merchant of an account. Empty if unknown. */
    String merchant(AccountName account) {
        return merchants.getOrDefault(account, "");
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
