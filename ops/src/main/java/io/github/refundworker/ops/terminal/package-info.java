/** What a person at a terminal sees of requests and events. */
@NullMarked
package io.github.refundworker.ops.terminal;

import org.jspecify.annotations.NullMarked;
