package io.github.refundworker.ops.stack;

/** The stack cannot start or continue. The message is one line for the person at the terminal. */
final class StackException extends RuntimeException {

    StackException(String message) {
        super(message);
    }
}
