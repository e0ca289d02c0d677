/** Wires the steps together: configuration, start-up checks, health, HTTP security. */
@NullMarked
package io.github.refundworker.runtime;

import org.jspecify.annotations.NullMarked;
