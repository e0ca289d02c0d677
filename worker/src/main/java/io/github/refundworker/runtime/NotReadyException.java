package io.github.refundworker.runtime;

/** Something that the worker needs is missing or wrong; the message says what. The worker waits for it. */
final class NotReadyException extends RuntimeException {
    NotReadyException(String waitingFor) {
        super(waitingFor);
    }

    NotReadyException(String waitingFor, Throwable cause) {
        super(waitingFor, cause);
    }
}
