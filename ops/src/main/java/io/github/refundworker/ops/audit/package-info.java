/** The append-only record of what operators did to a running installation: intent before an action, outcome after. */
@NullMarked
package io.github.refundworker.ops.audit;

import org.jspecify.annotations.NullMarked;
