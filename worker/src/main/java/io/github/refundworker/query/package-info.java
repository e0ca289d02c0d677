/** Answers queries about charges and refunds from committed state, on whichever instance has the charge. */
@NullMarked
package io.github.refundworker.query;

import org.jspecify.annotations.NullMarked;
