/** A web console that shows refunds, reviews, dead letters and the audit log. It shows, and changes nothing. */
@NullMarked
package io.github.refundworker.ops.console;

import org.jspecify.annotations.NullMarked;
