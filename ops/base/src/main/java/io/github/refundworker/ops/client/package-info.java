/** Clients of a running stack: its addresses, its topics and the provider's control interface. */
@NullMarked
package io.github.refundworker.ops.client;

import org.jspecify.annotations.NullMarked;
