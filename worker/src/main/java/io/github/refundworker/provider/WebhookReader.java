package io.github.refundworker.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a webhook of an account: checks that the provider sent it, and finds the charge. Pure: it does not block,
 * keeps no state, and throws for no input. Safe for use by several threads.
 */
public interface WebhookReader {
    /**
     * An HTTP header by its name, in any case. Absent if it was not sent; the first value if it was sent repeatedly.
     */
    interface Headers {
        @Nullable
        String first(String name);
    }

    /**
     * Checks the signature before it reads anything else.
     *
     * @param body the bytes exactly as received; the caller has limited their number
     * @param now for the age of the signature, if the provider dates it
     */
    WebhookReading read(Headers headers, byte[] body, Instant now);
}
