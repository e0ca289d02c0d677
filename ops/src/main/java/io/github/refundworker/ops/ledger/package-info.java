/** Compares what the provider's ledger paid with what the status topic says. */
@NullMarked
package io.github.refundworker.ops.ledger;

import org.jspecify.annotations.NullMarked;
