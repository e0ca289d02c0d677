/** Reads dead letters: origin, cause of death, grouping, and what may be shown. */
@NullMarked
package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.NullMarked;
