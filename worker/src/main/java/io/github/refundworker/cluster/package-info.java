/**
 * What a process does with the Kafka cluster besides its steps: topics, rights, checks before the start, who it is
 * to the brokers.
 */
@NullMarked
package io.github.refundworker.cluster;

import org.jspecify.annotations.NullMarked;
