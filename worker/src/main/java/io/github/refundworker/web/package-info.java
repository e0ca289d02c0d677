/** Shared by all HTTP endpoints: problem details of RFC 9457 with a code to act on, and a deadline for each request. */
@NullMarked
package io.github.refundworker.web;

import org.jspecify.annotations.NullMarked;
