package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.Nullable;

/** Checks of what clients send. */
final class Required {
    private Required() {}

    static void text(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Problem.invalidRequest(field + " is missing");
        }
    }

    static void id(String field, @Nullable String value) {
        text(field, value);
        if (value != null && value.length() > 100) {
            throw Problem.invalidRequest(field + " is longer than 100 characters");
        }
    }
}
