/** Answers what was refunded, from the committed charges, on whichever instance has them. */
@NullMarked
package io.github.refundworker.query;

import org.jspecify.annotations.NullMarked;
