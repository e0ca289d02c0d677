/** What the worker asks of a payment provider, and what it can hear back. */
@NullMarked
package io.github.refundworker.provider;

import org.jspecify.annotations.NullMarked;
