/** Dead letters: seen, grouped by cause, replayed safely. The library under {@code refundctl dlt}, for any Java program. */
@NullMarked
package io.github.refundworker.ops.deadletter;

import org.jspecify.annotations.NullMarked;
