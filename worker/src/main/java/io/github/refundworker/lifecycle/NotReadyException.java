package io.github.refundworker.lifecycle;

/** Something that the worker needs is missing or wrong; the message says what. The worker waits for it. */
public final class NotReadyException extends RuntimeException {
    public NotReadyException(String waitingFor) {
        super(waitingFor);
    }

    public NotReadyException(String waitingFor, Throwable cause) {
        super(waitingFor, cause);
    }
}
