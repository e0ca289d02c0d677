package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.Nullable;

/**
 * Why a record died, the last time. Any of it may be missing.
 *
 * @param reason the worker's own word for it
 * @param exception the class of what was thrown, of its cause where the tool tells both
 */
public record Failure(
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String message,
        @Nullable String stacktrace) {}
