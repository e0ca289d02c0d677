/** What the tests of several packages share: a broker of their own and a stand-in for the worker. */
@NullMarked
package io.github.refundworker.ops.testing;

import org.jspecify.annotations.NullMarked;
