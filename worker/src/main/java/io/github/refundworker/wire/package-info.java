/** Converts between bytes and domain values: the public messages, the internal records and the stored state. */
@NullMarked
package io.github.refundworker.wire;

import org.jspecify.annotations.NullMarked;
