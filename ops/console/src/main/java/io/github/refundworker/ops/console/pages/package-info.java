/** The pages, and the queries behind them. They read the database and write nothing to it. */
@NullMarked
package io.github.refundworker.ops.console.pages;

import org.jspecify.annotations.NullMarked;
