/** The whole worker against a real broker: requests in at one end, money at the provider, events out at the other. */
@NullMarked
package io.github.refundworker.flow;

import org.jspecify.annotations.NullMarked;
