package io.github.refundworker.decide;

import org.jspecify.annotations.Nullable;

/** The charges cannot be read here at the moment; later, or on another instance, they can. */
public final class ChargesNotServedException extends RuntimeException {
    public ChargesNotServedException(String why) {
        this(why, null);
    }

    ChargesNotServedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
