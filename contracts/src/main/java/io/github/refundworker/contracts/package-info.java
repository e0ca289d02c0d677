/** The messages of the public refund topics. */
@NullMarked
package io.github.refundworker.contracts;

import org.jspecify.annotations.NullMarked;
