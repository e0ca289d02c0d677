/** How far this process's clock is from the brokers', by which everything else is measured. */
@NullMarked
package io.github.refundworker.clock;

import org.jspecify.annotations.NullMarked;
