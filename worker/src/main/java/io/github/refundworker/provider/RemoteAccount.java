package io.github.refundworker.provider;

import static io.github.refundworker.configuration.InvalidConfigurationException.require;

import io.github.refundworker.configuration.InvalidConfigurationException;
import io.github.refundworker.configuration.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An account of a provider that is called over HTTP. Every such account has these settings. */
public interface RemoteAccount extends ProviderAccount {
    /** address of the provider's API. It is {@code https}, or {@code http} on this machine */
    @Nullable
    URI url();

    /** longest time to connect to the provider */
    Duration connectTimeout();

    /**
     * credential for the provider. Keep it in a file: every file in the directory that {@code REFUNDS_SECRETS} names
     * ({@code /run/secrets/refund-worker} unless set) is a value, named as its key
     */
    @Nullable
    Secret token();

    /**
     * secret with which the provider signs the webhooks that it posts to {@code /webhooks/NAME}. While you replace a
     * secret, set both, separated by a comma. Not set: the account takes no webhooks
     */
    List<Secret> webhookSecrets();

    /** The configured address, or the provider's own. */
    URI api();

    @Override
    default Endpoint endpoint() {
        return new Endpoint(api(), connectTimeout());
    }

    /**
     * Checks the settings that every account has.
     *
     * @param plainAllowed whether the address may be {@code http} on another machine
     * @param otherwise what else to do about such an address
     */
    default void checkShared(String key, boolean plainAllowed, String otherwise) {
        URI url = url();
        require(url == null || isAddress(url), key + ".url", url, "an absolute http or https address");
        require(
                plainAllowed || url == null || url.getScheme().equals("https") || isLoopback(url.getHost()),
                key + ".url",
                url,
                "an https address, as money and the account's token depend on it" + otherwise);
        require(
                connectTimeout().isPositive(),
                key + ".connect-timeout",
                connectTimeout(),
                "longer than nothing, e.g. 2s");
        require(ratePerSecond() >= 0, key + ".rate-per-second", ratePerSecond(), "zero for no limit, or more");
        Secret token = token();
        require(
                token == null || token.value().matches("[!-~]{1,4096}"),
                key + ".token",
                token,
                "1 to 4096 printable ASCII characters without spaces");
        require(
                webhookSecrets().size() <= 2
                        && webhookSecrets().stream()
                                .allMatch(secret -> secret.value().length() >= 16),
                key + ".webhook-secrets",
                webhookSecrets(),
                "one, or two while one is replaced, each of 16 characters or more");
    }

    private static boolean isAddress(URI url) {
        return url.getScheme() != null && url.getScheme().matches("https?") && url.getHost() != null;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    @Override
    default @Nullable WebhookReader webhookReader(String key) {
        if (webhookSecrets().isEmpty()) {
            return null;
        }
        try {
            return webhookReader()
                    .apply(webhookSecrets().stream().map(Secret::value).toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    key + ".webhook-secrets", webhookSecrets(), "what the provider signs with: " + e.getMessage());
        }
    }

    /** Makes a reader from secrets, or throws an {@link IllegalArgumentException} if they are none of the provider's. */
    Function<List<String>, WebhookReader> webhookReader();
}
