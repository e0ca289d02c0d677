/** Starts and stops the execute step by its settings. */
@NullMarked
package io.github.refundworker.execute.start;

import org.jspecify.annotations.NullMarked;
