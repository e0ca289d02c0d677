/** The adapter for the Refunds API of Wix. */
@NullMarked
package io.github.refundworker.provider.wix;

import org.jspecify.annotations.NullMarked;
