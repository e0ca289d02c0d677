/** Masks secrets and escapes control characters in every log line. */
@NullMarked
package io.github.refundworker.logging;

import org.jspecify.annotations.NullMarked;
