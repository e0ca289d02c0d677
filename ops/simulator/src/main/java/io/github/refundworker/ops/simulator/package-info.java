/**
 * A payment provider in a process of its own: it implements the HTTP provider contract, injects faults on demand,
 * and keeps a ledger on disk as a witness of what was paid.
 */
@NullMarked
package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.NullMarked;
