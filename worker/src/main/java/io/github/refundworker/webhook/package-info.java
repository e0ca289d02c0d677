/** Takes providers' notices that something changed, and writes each into its charge's log before it says so. */
@NullMarked
package io.github.refundworker.webhook;

import org.jspecify.annotations.NullMarked;
