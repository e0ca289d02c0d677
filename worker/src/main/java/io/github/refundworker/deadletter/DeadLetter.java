package io.github.refundworker.deadletter;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record for a dead-letter topic.
 *
 * @param key as received, unless it had to be cut
 * @param value as received, unless it had to be cut
 * @param headers those of the record, then those of {@link DeadLetterHeaders}
 */
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers, DeadLetterReason reason) {}
