/** Measures the offset of this process's clock from the brokers' clocks. */
@NullMarked
package io.github.refundworker.clock;

import org.jspecify.annotations.NullMarked;
