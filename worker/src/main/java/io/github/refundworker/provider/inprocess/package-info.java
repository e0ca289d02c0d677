/** A provider inside the worker's process, for drills and load runs. It has no network and keeps its own ledger. */
@NullMarked
package io.github.refundworker.provider.inprocess;

import org.jspecify.annotations.NullMarked;
