package io.github.refundworker.ops.process;

/** The stack cannot start or continue. The message is one line for the person at the terminal. */
public final class StackException extends RuntimeException {

    public StackException(String message) {
        super(message);
    }
}
