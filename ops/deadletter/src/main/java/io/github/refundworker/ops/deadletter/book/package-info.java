/**
 * The book of a dead-letter topic: the state of each letter, the jobs, and who may write. It is a compacted topic
 * beside the dead letters, which are never changed themselves.
 */
@NullMarked
package io.github.refundworker.ops.deadletter.book;

import org.jspecify.annotations.NullMarked;
