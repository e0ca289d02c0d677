/**
 * Sends dead letters back to where they died, by a plan that was made before: what goes, as what it goes, how fast, and
 * when to stop.
 */
@NullMarked
package io.github.refundworker.ops.deadletter.replay;

import org.jspecify.annotations.NullMarked;
