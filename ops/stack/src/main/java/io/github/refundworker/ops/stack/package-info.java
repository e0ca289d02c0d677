/** The local stack: broker, simulator and worker as supervised processes, and the demo that runs on it. */
@NullMarked
package io.github.refundworker.ops.stack;

import org.jspecify.annotations.NullMarked;
