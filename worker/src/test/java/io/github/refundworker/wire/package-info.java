/** What the wire carries comes back the same, and what strangers write does no harm. */
@NullMarked
package io.github.refundworker.wire;

import org.jspecify.annotations.NullMarked;
