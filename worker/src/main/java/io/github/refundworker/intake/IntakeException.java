package io.github.refundworker.intake;

import org.jspecify.annotations.Nullable;

/** A batch was not, or not all, taken; it stays where it is and is tried again. */
public final class IntakeException extends RuntimeException {
    IntakeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
