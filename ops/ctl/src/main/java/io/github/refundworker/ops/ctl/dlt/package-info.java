/** {@code refundctl dlt}: its verbs, each a thin layer over the desk. */
@NullMarked
package io.github.refundworker.ops.ctl.dlt;

import org.jspecify.annotations.NullMarked;
