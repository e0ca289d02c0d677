package io.github.refundworker.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an account's provider posts to our webhook endpoint: is it the provider's, and which charge is it about?
 * Pure, does not block, keeps nothing, and throws for no bytes whatever; may be used by many threads.
 */
public interface WebhookReader {
    /** An HTTP header by its name in any case; absent when it was not sent. The first, when it was sent repeatedly. */
    interface Headers {
        @Nullable
        String first(String name);
    }

    /**
     * The signature is checked before anything else is read.
     *
     * @param body the bytes exactly as they came; whoever calls has bounded their number
     * @param now what the age of the signature is measured against, where the provider dates it
     */
    WebhookReading read(Headers headers, byte[] body, Instant now);
}
