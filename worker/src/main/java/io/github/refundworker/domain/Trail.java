package io.github.refundworker.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of where a refund came from, so that it can be followed to its end.
 *
 * @param asked when its request was written, by upstream's record
 * @param trace the W3C {@code traceparent} of its request; everything that follows from it carries it on
 */
public record Trail(Instant asked, @Nullable String trace) {}
