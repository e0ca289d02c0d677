package io.github.refundworker.decide;

/** A decision would have to write more than a record may hold. */
final class OutputTooLargeException extends RuntimeException {
    OutputTooLargeException(String what, int bytes, int limit) {
        super(what + " would take " + bytes + " bytes; " + limit + " is the limit");
    }
}
