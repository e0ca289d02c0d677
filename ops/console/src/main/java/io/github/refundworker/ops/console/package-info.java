/** A web console that shows refunds, reviews, dead letters and the audit log. People act from it, with four eyes where money may move. */
@NullMarked
package io.github.refundworker.ops.console;

import org.jspecify.annotations.NullMarked;
