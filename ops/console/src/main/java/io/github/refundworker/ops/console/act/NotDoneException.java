package io.github.refundworker.ops.console.act;

/** Nothing was done. The message says why, in a sentence for the person. */
public final class NotDoneException extends RuntimeException {

    NotDoneException(String message) {
        super(message);
    }
}
