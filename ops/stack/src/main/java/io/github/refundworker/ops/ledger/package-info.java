/** Compares the provider's ledger with the status topic. */
@NullMarked
package io.github.refundworker.ops.ledger;

import org.jspecify.annotations.NullMarked;
