package io.github.refundworker.intake;

/**
 * Where requests go.
 *
 * @param inputs the topic of the charges' logs
 * @param inputPartitions how many partitions it must have
 * @param deadLetters the topic of what cannot be read
 * @param deadLetterLimit bytes that a record of it may have
 */
public record IntakeSettings(String inputs, int inputPartitions, String deadLetters, int deadLetterLimit) {}
