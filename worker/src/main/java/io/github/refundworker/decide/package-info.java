/**
 * The decide step: runs the decider on each input with Kafka Streams, and commits state, commands and events in one
 * transaction.
 */
@NullMarked
package io.github.refundworker.decide;

import org.jspecify.annotations.NullMarked;
