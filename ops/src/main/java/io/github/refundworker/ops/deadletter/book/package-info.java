/**
 * What was done about dead letters: the state of each, the jobs, and who may write. It stands on a compacted topic beside
 * the dead letters, which themselves are never touched.
 */
@NullMarked
package io.github.refundworker.ops.deadletter.book;

import org.jspecify.annotations.NullMarked;
