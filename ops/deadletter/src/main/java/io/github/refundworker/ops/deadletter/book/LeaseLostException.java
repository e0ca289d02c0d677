package io.github.refundworker.ops.deadletter.book;

/** Another process took over, because this one did not renew its lease for too long. Its earlier records stay. */
public final class LeaseLostException extends RuntimeException {

    LeaseLostException(String by) {
        super("this process was not heard of for " + Lease.PATIENCE.toSeconds() + " s, and another took over: " + by);
    }
}
