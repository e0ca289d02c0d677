/** A payment provider in a process of its own: the generic HTTP contract, faults on demand, and a ledger on disk that is the witness of what was paid. */
@NullMarked
package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.NullMarked;
