/** Output for a person at a terminal, and for scripts. */
@NullMarked
package io.github.refundworker.ops.terminal;

import org.jspecify.annotations.NullMarked;
