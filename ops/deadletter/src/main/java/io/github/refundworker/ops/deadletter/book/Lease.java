package io.github.refundworker.ops.deadletter.book;

import java.time.Duration;

/**
 * The right to work on a dead-letter topic, which one process has at a time. The holder renews it every
 * {@link #BEAT}. A process that wants it watches for renewals by its own clock, so no two clocks are compared.
 *
 * @param holder a random name of the process
 * @param beat number of renewals
 */
public record Lease(String holder, String job, String actor, String host, long pid, String since, long beat) {

    static final Duration BEAT = Duration.ofSeconds(1);

    /** After this time without a beat the holder is dead, or will notice that it lost the lease. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    Lease renewed() {
        return new Lease(holder, job, actor, host, pid, since, beat + 1);
    }

    /** A description of the holder, for people. */
    public String describe() {
        return "job " + job + " of " + actor + " on " + host + ", process " + pid + ", since " + since;
    }
}
