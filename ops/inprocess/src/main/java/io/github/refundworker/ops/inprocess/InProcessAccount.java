package io.github.refundworker.ops.inprocess;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import io.github.refundworker.provider.AccountContext;
import io.github.refundworker.provider.Endpoint;
import io.github.refundworker.provider.ProviderAccount;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.WebhookReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of an {@code in-process} account.
 *
 * @param type for drills; it moves no money and is allowed in the profile {@code local} only
 * @param latency time that the account takes to answer. {@code 0ms}
 */
record InProcessAccount(
        String type,
        @DefaultValue("0ms") Duration latency,
        @DefaultValue("0") int ratePerSecond) implements ProviderAccount {

    @Override
    public void check(String key) {
        require(!latency.isNegative(), key + ".latency", latency, "zero or longer, e.g. 200ms");
        require(ratePerSecond >= 0, key + ".rate-per-second", ratePerSecond, "zero for no limit, or more");
    }

    @Override
    public @Nullable ConfiguredMerchant configuredMerchant() {
        return null;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return null;
    }

    @Override
    public ProviderClient client(AccountContext context) {
        require(
                context.local(),
                "refunds.accounts." + context.account() + ".type",
                type,
                "a type that pays: an in-process account pays nobody, and is for the profile local only");
        return new InProcessProvider(
                context.stateDirectory().resolve("in-process-" + context.account() + ".ledger"),
                context.clock(),
                latency);
    }

    @Override
    public @Nullable WebhookReader webhookReader(String key) {
        return null;
    }
}
