package io.github.refundworker.decide;

/** An input must not be consumed, because this version of the worker, or its configuration, cannot decide on it. */
public final class StandstillException extends RuntimeException {
    StandstillException(String message) {
        super(message);
    }
}
