/** What one person proposes and another approves, as the audit log tells it. */
@NullMarked
package io.github.refundworker.ops.console.proposals;

import org.jspecify.annotations.NullMarked;
