/** A dead letter as it is read: where it came from, why it died, what may be shown of it, what it has in common. */
@NullMarked
package io.github.refundworker.ops.deadletter.letter;

import org.jspecify.annotations.NullMarked;
