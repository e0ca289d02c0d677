/** refundctl, the command line of order systems and operators. */
@NullMarked
package io.github.refundworker.ops.ctl;

import org.jspecify.annotations.NullMarked;
