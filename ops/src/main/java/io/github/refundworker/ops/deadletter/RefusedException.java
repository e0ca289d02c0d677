package io.github.refundworker.ops.deadletter;

/** What was asked for is not safe, and was not begun; the message is one line. */
public class RefusedException extends RuntimeException {

    public RefusedException(String message) {
        super(message);
    }
}
