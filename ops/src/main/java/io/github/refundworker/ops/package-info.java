/** The local stack, the drills and refundctl. */
@NullMarked
package io.github.refundworker.ops;

import org.jspecify.annotations.NullMarked;
