/** Folds the decider over the inputs: one transaction per batch for the stored charges and everything that follows. */
@NullMarked
package io.github.refundworker.decide;

import org.jspecify.annotations.NullMarked;
