/** The HTTP side of a process: endpoints, who may use them, and the form of errors. */
@NullMarked
package io.github.refundworker.http;

import org.jspecify.annotations.NullMarked;
