package io.github.refundworker.decide.store;

import org.jspecify.annotations.Nullable;

/** The charges cannot be read here now. They can be read later, or on another instance. */
public final class ChargesNotServedException extends RuntimeException {
    public ChargesNotServedException(String why) {
        this(why, null);
    }

    ChargesNotServedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
