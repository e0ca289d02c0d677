/** Wires the steps together: configuration, start-up checks, metrics, health. */
@NullMarked
package io.github.refundworker.runtime;

import org.jspecify.annotations.NullMarked;
