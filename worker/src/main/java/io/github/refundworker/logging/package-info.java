/** What keeps secrets and disorder out of the log, whoever writes to it. */
@NullMarked
package io.github.refundworker.logging;

import org.jspecify.annotations.NullMarked;
