/** The operations on dead letters, one method each, for the command line and for other programs. */
@NullMarked
package io.github.refundworker.ops.deadletter.desk;

import org.jspecify.annotations.NullMarked;
