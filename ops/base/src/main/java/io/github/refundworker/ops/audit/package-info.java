/** The append-only audit log of operators' actions: an intent before each action, its outcome after it. */
@NullMarked
package io.github.refundworker.ops.audit;

import org.jspecify.annotations.NullMarked;
