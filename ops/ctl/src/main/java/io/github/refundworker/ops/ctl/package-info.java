/** {@code refundctl}: the command line for order systems and operators. */
@NullMarked
package io.github.refundworker.ops.ctl;

import org.jspecify.annotations.NullMarked;
