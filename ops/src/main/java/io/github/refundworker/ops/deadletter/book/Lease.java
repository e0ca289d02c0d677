package io.github.refundworker.ops.deadletter.book;

import java.time.Duration;

/**
 * The right to work on a dead-letter topic, which one process has at a time. It is renewed every {@link #BEAT}; whoever
 * wants it watches whether it is, by a clock of his own: no two clocks are compared.
 *
 * @param holder a random name of the process
 * @param beat how often it was renewed
 */
public record Lease(String holder, String job, String actor, String host, long pid, String since, long beat) {

    static final Duration BEAT = Duration.ofSeconds(1);

    /** Without a beat for so long, its holder is dead, or will find that it lost the lease. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    Lease renewed() {
        return new Lease(holder, job, actor, host, pid, since, beat + 1);
    }

    /** For people. */
    public String describe() {
        return "job " + job + " of " + actor + " on " + host + ", process " + pid + ", since " + since;
    }
}
