package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a refund keeps about its request, so that it can be traced to its end.
 *
 * @param asked when the request was written, by upstream's record
 * @param trace the W3C {@code traceparent} of the request, passed on to every record that follows
 */
public record Trail(Instant asked, @Nullable String trace) {}
