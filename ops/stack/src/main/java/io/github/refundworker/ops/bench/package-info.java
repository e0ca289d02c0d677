/** Alternatives to the worker, to measure them beside it: see {@code ops/bench}. */
@NullMarked
package io.github.refundworker.ops.bench;

import org.jspecify.annotations.NullMarked;
