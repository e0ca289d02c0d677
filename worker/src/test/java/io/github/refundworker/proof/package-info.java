/** Evidence for the promise: every interleaving of small worlds, and long random lives of larger ones. */
@NullMarked
package io.github.refundworker.proof;

import org.jspecify.annotations.NullMarked;
