/** The options and exit codes that the verbs of {@code refundctl} share. */
@NullMarked
package io.github.refundworker.ops.ctl.options;

import org.jspecify.annotations.NullMarked;
