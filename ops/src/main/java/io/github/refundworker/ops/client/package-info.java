/** Talks to a running stack: its addresses, its topics and the provider's witness interface. */
@NullMarked
package io.github.refundworker.ops.client;

import org.jspecify.annotations.NullMarked;
