/** The log of each charge: its topic and headers, its partitions, and how records are written and read. */
@NullMarked
package io.github.refundworker.chargelog;

import org.jspecify.annotations.NullMarked;
