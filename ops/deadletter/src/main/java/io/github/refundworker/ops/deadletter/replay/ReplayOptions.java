package io.github.refundworker.ops.deadletter.replay;

import java.time.Duration;

/**
 * How a plan is replayed.
 *
 * @param perSecond maximum letters a second; {@link Pace#UNLIMITED} for no limit
 * @param canary number of letters that go first; the rest waits until the worker has taken them and none died; 0 for
 *     none
 * @param maxReplays a letter that was replayed this often is parked instead
 * @param stopAfterRedeaths number of re-deaths at which the job stops
 * @param rekey whether a letter that died because of its key gets the key that its request names
 * @param patience how long the worker may take to process what was sent
 */
public record ReplayOptions(
        double perSecond, int canary, int maxReplays, int stopAfterRedeaths, boolean rekey, Duration patience) {

    public static final ReplayOptions DEFAULT =
            new ReplayOptions(Pace.UNLIMITED, 5, 2, 3, false, Duration.ofSeconds(60));
}
