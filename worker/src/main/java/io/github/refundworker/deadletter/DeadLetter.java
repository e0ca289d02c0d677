package io.github.refundworker.deadletter;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to a dead-letter topic.
 *
 * @param key as it was, unless it had to be cut
 * @param value as it was, unless it had to be cut
 * @param headers those it had, then those of {@link DeadLetterHeaders}
 */
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers, DeadLetterReason reason) {}
