package io.github.refundworker.ops.deadletter.book;

/** Another process took over, because nothing was heard of this one for too long. What was recorded stays so. */
public final class LeaseLostException extends RuntimeException {

    LeaseLostException(String by) {
        super("this process was not heard of for " + Lease.PATIENCE.toSeconds() + " s, and another took over: " + by);
    }
}
