package io.github.refundworker.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP response that determine its meaning.
 *
 * @param retryAfter the header of that name
 */
public record HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {
    private static final int MAX_RETRY_AFTER_DIGITS = 6;

    /**
     * The meaning of an answer that a provider gives before it reads the request: too many calls, or invalid
     * credentials. Absent for any other answer.
     */
    public ProviderResponse.@Nullable NotSent untouched() {
        return switch (status) {
            case 401, 403 ->
                new ProviderResponse.NotSent("the provider does not take our credentials: HTTP " + status, null);
            case 429 -> new ProviderResponse.NotSent("too many calls: HTTP 429", pause());
            default -> null;
        };
    }

    /** Whether the provider refused because of too many calls, without a time for the next one. */
    public boolean isUnspecificRefusal() {
        return status == 429 && pause() == null;
    }

    /** Whether the provider itself failed (5xx). Any other answer shows that the provider works. */
    public boolean isProvidersFailure() {
        return status >= 500;
    }

    /** Only seconds are read. A date would need a clock, and without a value the backoff applies. */
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
