/** The pure core: all rules about refunds, as functions of values. */
@NullMarked
package io.github.refundworker.domain;

import org.jspecify.annotations.NullMarked;
