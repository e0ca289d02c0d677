/** Every metric of the worker's own, in one list: names, tags and units are public, and this is where they are. */
@NullMarked
package io.github.refundworker.metrics;

import org.jspecify.annotations.NullMarked;
