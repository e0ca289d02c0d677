package io.github.refundworker.decide;

/** A record of a decision exceeds the size limit. */
final class OutputTooLargeException extends RuntimeException {
    OutputTooLargeException(String what, int bytes, int limit) {
        super(what + " would take " + bytes + " bytes; " + limit + " is the limit");
    }
}
