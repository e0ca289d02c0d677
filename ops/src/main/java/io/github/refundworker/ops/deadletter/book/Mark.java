package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.ops.deadletter.letter.LetterState;

/**
 * What was done about one dead letter.
 *
 * @param job which did it
 * @param at by the clock of whoever did
 */
public record Mark(LetterState state, String job, String at) {}
