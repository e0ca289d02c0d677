package io.github.refundworker.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP response decides what it means.
 *
 * @param retryAfter the header of that name
 */
public record HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {
    private static final int MAX_RETRY_AFTER_DIGITS = 6;

    /**
     * What a provider answers before it looks at the request: too many calls, or credentials that it does not take.
     * Absent for any other answer.
     */
    public @Nullable ProviderResponse untouched() {
        return switch (status) {
            case 401, 403 ->
                new ProviderResponse.NotSent("the provider does not take our credentials: HTTP " + status, null);
            case 429 -> new ProviderResponse.NotSent("too many calls: HTTP 429", pause());
            default -> null;
        };
    }

    /** Seconds only; a date would need a clock, and the backoff serves as well. */
    private @Nullable Duration pause() {
        if (retryAfter == null
                || retryAfter.isEmpty()
                || retryAfter.length() > MAX_RETRY_AFTER_DIGITS
                || !retryAfter.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
}
