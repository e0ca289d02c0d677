/** Takes requests from the public topic to the log of their charge; what cannot be read goes to the dead letters. */
@NullMarked
package io.github.refundworker.intake;

import org.jspecify.annotations.NullMarked;
