/** What people do from the console: they ask the provider, propose, approve, and replay dead letters. */
@NullMarked
package io.github.refundworker.ops.console.act;

import org.jspecify.annotations.NullMarked;
