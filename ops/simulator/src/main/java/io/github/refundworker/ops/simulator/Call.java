package io.github.refundworker.ops.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed HTTP request.
 *
 * @param path the decoded segments of the path
 * @param cursor the query parameter of that name
 */
record Call(
        String method,
        List<String> path,
        @Nullable String cursor,
        @Nullable String idempotencyKey,
        String body) {}
