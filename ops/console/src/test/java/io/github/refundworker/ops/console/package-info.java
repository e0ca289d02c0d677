@NullMarked
package io.github.refundworker.ops.console;

import org.jspecify.annotations.NullMarked;
