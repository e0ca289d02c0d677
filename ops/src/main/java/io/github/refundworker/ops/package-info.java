/**
 * Tools around the worker: the local stack, the provider simulator, the drills, {@code refundctl} and its library
 * for dead letters.
 */
@NullMarked
package io.github.refundworker.ops;

import org.jspecify.annotations.NullMarked;
