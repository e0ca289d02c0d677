/** Builds dead letters: records that could not be processed, kept raw with their origin and the reason. */
@NullMarked
package io.github.refundworker.deadletter;

import org.jspecify.annotations.NullMarked;
