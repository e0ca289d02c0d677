package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.Nullable;

/**
 * Why a record died last. Any component may be absent.
 *
 * @param reason the worker's name for the reason
 * @param exception the class of the exception, or of its cause if the tool writes both
 */
public record Failure(
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String message,
        @Nullable String stacktrace) {}
