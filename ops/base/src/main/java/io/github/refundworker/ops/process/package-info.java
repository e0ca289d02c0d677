/** Processes on this machine: the programs of this source tree, a broker, and children that end with their parent. */
@NullMarked
package io.github.refundworker.ops.process;

import org.jspecify.annotations.NullMarked;
