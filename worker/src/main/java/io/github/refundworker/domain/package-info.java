/** The pure core: what is decided about a refund, from values alone. */
@NullMarked
package io.github.refundworker.domain;

import org.jspecify.annotations.NullMarked;
