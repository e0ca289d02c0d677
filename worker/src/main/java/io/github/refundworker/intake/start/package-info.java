/** Starts and stops the intake step by its settings. */
@NullMarked
package io.github.refundworker.intake.start;

import org.jspecify.annotations.NullMarked;
