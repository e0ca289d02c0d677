/** A provider inside the worker's own process, for drills and load runs: no network, its own ledger. */
@NullMarked
package io.github.refundworker.provider.inprocess;

import org.jspecify.annotations.NullMarked;
