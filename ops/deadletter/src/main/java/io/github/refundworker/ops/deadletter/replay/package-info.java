/** Replays dead letters by a plan: which letters to send, in which form, how fast, and when to stop. */
@NullMarked
package io.github.refundworker.ops.deadletter.replay;

import org.jspecify.annotations.NullMarked;
