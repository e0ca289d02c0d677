/** Reads the trace context of a request, passes it on, and creates the spans of the steps. */
@NullMarked
package io.github.refundworker.tracing;

import org.jspecify.annotations.NullMarked;
