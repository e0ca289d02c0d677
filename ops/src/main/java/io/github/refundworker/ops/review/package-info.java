/** What operators decide about refunds and charges: what waits for them, how it is written, and what came of it. */
@NullMarked
package io.github.refundworker.ops.review;

import org.jspecify.annotations.NullMarked;
