package io.github.refundworker.provider.http;

import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP response decides what it means.
 *
 * @param retryAfter the header of that name
 */
record HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {}
