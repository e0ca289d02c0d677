/** Lists every metric of the worker. Names, tags and units are public API. */
@NullMarked
package io.github.refundworker.metrics;

import org.jspecify.annotations.NullMarked;
