/** Starts and stops the decide step by its settings. */
@NullMarked
package io.github.refundworker.decide.start;

import org.jspecify.annotations.NullMarked;
