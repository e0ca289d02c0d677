package io.github.refundworker.provider.http;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One account of a payment system that speaks the HTTP contract.
 *
 * @param url where {@code /refunds} and {@code /charges} are appended; http or https
 * @param keyWindow how long the system keeps an idempotency key
 * @param storesRefusals whether it keeps its refusals under the key
 * @param credentials sent with every request, where it wants some
 */
public record HttpSettings(
        URI url,
        Duration connectTimeout,
        Duration keyWindow,
        boolean storesRefusals,
        @Nullable Credentials credentials) {

    /** A header that shows who we are. Its value is never printed. */
    public record Credentials(String header, String value) {
        @Override
        public String toString() {
            return header + ": ***";
        }
    }
}
