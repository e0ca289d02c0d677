/** Drills that measure a running stack and check its ledger afterwards. */
@NullMarked
package io.github.refundworker.ops.drill;

import org.jspecify.annotations.NullMarked;
