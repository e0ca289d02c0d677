/** A real cluster under a seeded nemesis: three brokers, three workers, and a check that sees what an outsider sees. */
@NullMarked
package io.github.refundworker.ops.cluster;

import org.jspecify.annotations.NullMarked;
