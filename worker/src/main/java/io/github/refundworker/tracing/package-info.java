/** The trace that a request came with: how it is read, how it goes on, and the spans that the steps put into it. */
@NullMarked
package io.github.refundworker.tracing;

import org.jspecify.annotations.NullMarked;
