/** The decide step: decides on each input of a partition, and encodes the whole decision before any of it is written. */
@NullMarked
package io.github.refundworker.decide;

import org.jspecify.annotations.NullMarked;
