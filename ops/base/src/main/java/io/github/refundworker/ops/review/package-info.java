/** Operators' decisions about refunds and charges: what waits for them, how a decision is written, and its result. */
@NullMarked
package io.github.refundworker.ops.review;

import org.jspecify.annotations.NullMarked;
