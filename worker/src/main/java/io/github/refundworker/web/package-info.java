/** How the worker says over HTTP that something is wrong: problem details of RFC 9457 with a code to act on. */
@NullMarked
package io.github.refundworker.web;

import org.jspecify.annotations.NullMarked;
