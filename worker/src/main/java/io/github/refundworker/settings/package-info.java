/** The settings below {@code refunds}, checked when they are read, and the roles of a process. */
@NullMarked
package io.github.refundworker.settings;

import org.jspecify.annotations.NullMarked;
