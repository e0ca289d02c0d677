/** The stores of a partition: the charges, what is open at them, and readers that see only what is committed. */
@NullMarked
package io.github.refundworker.decide.store;

import org.jspecify.annotations.NullMarked;
