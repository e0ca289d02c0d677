package io.github.refundworker.runtime;

/** Something that the worker needs is not there, or not as it must be; its message says what. It may come. */
final class NotReadyException extends RuntimeException {
    NotReadyException(String waitingFor) {
        super(waitingFor);
    }

    NotReadyException(String waitingFor, Throwable cause) {
        super(waitingFor, cause);
    }
}
