/** The adapter for Stripe, through its official library. */
@NullMarked
package io.github.refundworker.provider.stripe;

import org.jspecify.annotations.NullMarked;
