/** What is deployed, held against the worker that is deployed. */
@NullMarked
package io.github.refundworker.ops.deploy;

import org.jspecify.annotations.NullMarked;
