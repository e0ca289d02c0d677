/** Copies the topics into the database: each batch of records in one transaction with the offsets that it ends at. */
@NullMarked
package io.github.refundworker.ops.console.feed;

import org.jspecify.annotations.NullMarked;
