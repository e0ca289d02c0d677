/** Tests dashboards and alerts against a running stack: every expression, and the most important alerts. */
@NullMarked
package io.github.refundworker.ops.observe;

import org.jspecify.annotations.NullMarked;
