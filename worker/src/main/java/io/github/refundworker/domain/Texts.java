package io.github.refundworker.domain;

import org.jspecify.annotations.Nullable;

/**
 * Texts of the caller that pass through unchanged.
 *
 * @param reason 1–1000 characters
 * @param note 1–200 characters
 * @param extendedFields a JSON object as compact text, which the worker does not interpret
 */
public record Texts(
        @Nullable String reason,
        @Nullable String note,
        @Nullable String extendedFields) {
    public static final Texts NONE = new Texts(null, null, null);

    int size() {
        return size(reason) + size(note) + size(extendedFields);
    }

    private static int size(@Nullable String text) {
        return text == null ? 0 : 2 * text.length();
    }
}
