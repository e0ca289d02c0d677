package io.github.refundworker.intake;

import org.jspecify.annotations.Nullable;

/** A batch was not, or not completely, taken. It stays on its topic and is retried. */
public final class IntakeException extends RuntimeException {
    IntakeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
