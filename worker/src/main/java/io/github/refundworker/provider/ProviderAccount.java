package io.github.refundworker.provider;

import io.github.refundworker.configuration.InvalidConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configured account: its settings, and what its type makes of them. */
public interface ProviderAccount {
    /**
     * maximum HTTP requests a second of all processes together; {@code 0} means no limit. Every request counts: one
     * reading of a Stripe charge takes two or more. The share of a process is its share of the account's partitions
     */
    int ratePerSecond();

    /**
     * Checks the values.
     *
     * @param key {@code refunds.accounts.NAME}
     * @throws InvalidConfigurationException if the worker must not start with one of them
     */
    void check(String key);

    /**
     * Whose money it is, as far as the configuration tells: two accounts of one merchant would each know half of a charge.
     * Absent for an account that pays nobody.
     */
    @Nullable
    ConfiguredMerchant configuredMerchant();

    /** @param key the setting by which the account differs from others of its type */
    record ConfiguredMerchant(String key, List<Object> identity) {}

    /** Where the provider's API is. Absent for a provider in this process. */
    @Nullable
    Endpoint endpoint();

    /** Whether the account's token may travel in clear, to an {@code http} address on another machine. */
    default boolean tokenMayTravelInClear() {
        return false;
    }

    /** @throws InvalidConfigurationException if an account of this type is not allowed here */
    ProviderClient client(AccountContext context);

    /**
     * Absent if the account takes no webhooks.
     *
     * @param key {@code refunds.accounts.NAME}
     * @throws InvalidConfigurationException if its secrets are not what the provider signs with
     */
    @Nullable
    WebhookReader webhookReader(String key);
}
