/** Receives providers' webhooks, and acknowledges each only after it is in its charge's log. */
@NullMarked
package io.github.refundworker.webhook;

import org.jspecify.annotations.NullMarked;
