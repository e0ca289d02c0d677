package io.github.refundworker.provider;

/** An answer that cannot be read, or is not about what was asked. Its message never quotes the answer. */
public final class UnusableAnswerException extends Exception {
    public UnusableAnswerException(String message) {
        super(message);
    }
}
