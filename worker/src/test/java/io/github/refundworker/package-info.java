/** What tests of several packages share. */
@NullMarked
package io.github.refundworker;

import org.jspecify.annotations.NullMarked;
