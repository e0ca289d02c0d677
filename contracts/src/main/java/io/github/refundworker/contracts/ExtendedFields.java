package io.github.refundworker.contracts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of free-form fields, which unlike {@link Map#copyOf} keep their order and their JSON nulls. */
final class ExtendedFields {

    private ExtendedFields() {}

    // javac loses a nested @Nullable of a compact constructor's parameter, so the records cannot declare their nulls.
    @SuppressWarnings("NullAway")
    static @Nullable Map<String, Object> copyOf(@Nullable Map<String, ? extends @Nullable Object> fields) {
        return fields == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
