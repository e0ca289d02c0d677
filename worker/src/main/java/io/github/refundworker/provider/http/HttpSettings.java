package io.github.refundworker.provider.http;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One account of a payment system that implements the HTTP provider contract.
 *
 * @param url the base of {@code /refunds} and {@code /charges}; http or https
 * @param keyWindow how long the system keeps an idempotency key
 * @param storesRefusals whether the system stores refusals under the key
 * @param credentials sent with every request, if the system needs some
 */
public record HttpSettings(
        URI url,
        Duration connectTimeout,
        Duration keyWindow,
        boolean storesRefusals,
        @Nullable Credentials credentials) {

    /** A header that authenticates us. Its value is never printed. */
    public record Credentials(String header, String value) {
        @Override
        public String toString() {
            return header + ": ***";
        }
    }
}
