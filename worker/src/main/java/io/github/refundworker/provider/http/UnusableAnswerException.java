package io.github.refundworker.provider.http;

/** An answer that cannot be read, or is not about what was asked. Its message never quotes the answer. */
final class UnusableAnswerException extends Exception {
    UnusableAnswerException(String message) {
        super(message);
    }
}
