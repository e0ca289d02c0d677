package io.github.refundworker.provider;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.github.refundworker.configuration.InvalidConfigurationException;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Capabilities;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A client for each configured provider account. */
public final class Providers implements AutoCloseable {
    private final Map<AccountName, ProviderClient> clients;
    private volatile Map<AccountName, String> merchants = Map.of();

    private Providers(Map<AccountName, ProviderClient> clients) {
        this.clients = Map.copyOf(clients);
    }

    /**
     * @param stateDirectory where an account in this process keeps its ledger
     * @param local whether accounts that pay nobody may be configured
     * @throws InvalidConfigurationException if one is configured and not allowed
     */
    public static Providers of(Map<String, ProviderAccount> accounts, Path stateDirectory, boolean local, Clock clock) {
        Map<AccountName, ProviderClient> clients = new HashMap<>();
        accounts.forEach((name, account) -> clients.put(
                new AccountName(name), account.client(new AccountContext(name, stateDirectory, local, clock))));
        return new Providers(clients);
    }

    /** The webhook readers of the accounts that take webhooks. */
    public static Map<AccountName, WebhookReader> webhookReaders(Map<String, ProviderAccount> accounts) {
        Map<AccountName, WebhookReader> readers = new HashMap<>();
        accounts.forEach((name, account) -> {
            WebhookReader reader = account.webhookReader("refunds.accounts." + name);
            if (reader != null) {
                readers.put(new AccountName(name), reader);
            }
        });
        return readers;
    }

    public Set<AccountName> accounts() {
        return clients.keySet();
    }

    public ProviderClient client(AccountName account) {
        return requireNonNull(clients.get(account));
    }

    /** Asks each provider for the account's merchant. */
    public Map<AccountName, Merchant> ask(Duration timeout) {
        return clients.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().merchant(timeout)));
    }

    public void merchants(Map<AccountName, String> known) {
        merchants = Map.copyOf(known);
    }

    /** The merchant of an account. Empty if unknown. */
    public String merchant(AccountName account) {
        return merchants.getOrDefault(account, "");
    }

    public Map<AccountName, Capabilities> capabilities() {
        return clients.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().capabilities()));
    }

    @Override
    public void close() {
        clients.values().forEach(ProviderClient::close);
    }
}
