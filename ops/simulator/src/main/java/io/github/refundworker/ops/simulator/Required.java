package io.github.refundworker.ops.simulator;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of client input. */
final class Required {
    private static final Pattern CHARGE_ID = Pattern.compile("[!-~]{1,100}");

    private Required() {}

    static void text(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Problem.invalidRequest(field + " is missing");
        }
    }

    /**
     * Accepts ids that fit into a path and a record key. An id of another form could be created and never read
     * again.
     */
    static void chargeId(String value) {
        if (!CHARGE_ID.matcher(value).matches()) {
            throw Problem.invalidRequest("chargeId has other than 1 to 100 printable ASCII characters");
        }
    }

    static void id(String field, @Nullable String value) {
        text(field, value);
        if (value != null && value.length() > 100) {
            throw Problem.invalidRequest(field + " is longer than 100 characters");
        }
    }
}
