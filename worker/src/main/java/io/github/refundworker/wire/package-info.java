/** Between bytes and the core, both ways: the public messages, the internal records and the stored state. */
@NullMarked
package io.github.refundworker.wire;

import org.jspecify.annotations.NullMarked;
