/**
 * The cluster drill: three brokers and three workers, faults drawn from a seed, and a check of everything that is
 * public.
 */
@NullMarked
package io.github.refundworker.ops.cluster;

import org.jspecify.annotations.NullMarked;
