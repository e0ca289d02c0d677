/** Runs the decide step in Kafka Streams. */
@NullMarked
package io.github.refundworker.decide.engine;

import org.jspecify.annotations.NullMarked;
