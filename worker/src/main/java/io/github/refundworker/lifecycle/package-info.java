/** How the steps of a process start and stop. */
@NullMarked
package io.github.refundworker.lifecycle;

import org.jspecify.annotations.NullMarked;
