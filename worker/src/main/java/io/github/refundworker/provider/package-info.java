/**
 * The port to payment providers: the types of accounts, the calls that the worker makes, and their results. Each type
 * has a package below.
 */
@NullMarked
package io.github.refundworker.provider;

import org.jspecify.annotations.NullMarked;
