/**
 * The intake step: moves requests from the public topic to the log of their charge. Unreadable ones become dead
 * letters.
 */
@NullMarked
package io.github.refundworker.intake;

import org.jspecify.annotations.NullMarked;
