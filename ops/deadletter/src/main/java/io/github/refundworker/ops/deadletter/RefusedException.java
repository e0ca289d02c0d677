package io.github.refundworker.ops.deadletter;

/** The operation is not safe and was not begun. The message is one line. */
public class RefusedException extends RuntimeException {

    public RefusedException(String message) {
        super(message);
    }
}
