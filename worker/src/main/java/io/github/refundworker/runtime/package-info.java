/** The process: the application with its parts, its health, and the verbs that run instead of it. */
@NullMarked
package io.github.refundworker.runtime;

import org.jspecify.annotations.NullMarked;
