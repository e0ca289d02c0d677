/** The execute step: one executor per provider account, many calls in flight, every command answered. */
@NullMarked
package io.github.refundworker.execute;

import org.jspecify.annotations.NullMarked;
