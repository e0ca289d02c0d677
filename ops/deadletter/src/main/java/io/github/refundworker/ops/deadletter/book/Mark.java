package io.github.refundworker.ops.deadletter.book;

import io.github.refundworker.ops.deadletter.letter.LetterState;

/**
 * The state of one dead letter.
 *
 * @param job that set the state
 * @param at by the clock of that job's process
 */
public record Mark(LetterState state, String job, String at) {}
