/**
 * The library under {@code refundctl dlt}, for any Java program: read dead letters, group them by cause, replay them
 * safely.
 */
@NullMarked
package io.github.refundworker.ops.deadletter;

import org.jspecify.annotations.NullMarked;
