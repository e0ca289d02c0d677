/**
 * The port to payment providers: the calls that the worker makes, and their results. Each adapter has a package
 * below.
 */
@NullMarked
package io.github.refundworker.provider;

import org.jspecify.annotations.NullMarked;
