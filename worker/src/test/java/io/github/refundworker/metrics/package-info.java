@NullMarked
package io.github.refundworker.metrics;

import org.jspecify.annotations.NullMarked;
