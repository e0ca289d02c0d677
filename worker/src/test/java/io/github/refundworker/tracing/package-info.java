@NullMarked
package io.github.refundworker.tracing;

import org.jspecify.annotations.NullMarked;
