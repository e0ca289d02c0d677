/**
 * A provider inside the worker's process, for drills and load runs. It has no network and keeps its own ledger. The worker's
 * jar does not hold it: a local stack puts it on the worker's class path.
 */
@NullMarked
package io.github.refundworker.ops.inprocess;

import org.jspecify.annotations.NullMarked;
