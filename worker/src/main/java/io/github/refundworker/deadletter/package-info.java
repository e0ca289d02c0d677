/** Records that could not be worked on, as they are kept for people: raw, with their origin and the reason. */
@NullMarked
package io.github.refundworker.deadletter;

import org.jspecify.annotations.NullMarked;
