package io.github.refundworker.ops.deadletter.replay;

import java.time.Duration;

/**
 * How a plan is worked on.
 *
 * @param perSecond letters at most; {@link Pace#UNLIMITED} for no limit
 * @param canary so many go first, and no more until the worker has taken them and none died; 0 for none
 * @param maxReplays a letter that was replayed so often is parked instead
 * @param stopAfterRedeaths so many letters may die again before the job stops
 * @param rekey whether a letter that died because of its key goes with the key that its request names
 * @param patience how long the worker may take to have taken what was sent
 */
public record ReplayOptions(
        double perSecond, int canary, int maxReplays, int stopAfterRedeaths, boolean rekey, Duration patience) {

    public static final ReplayOptions DEFAULT =
            new ReplayOptions(Pace.UNLIMITED, 5, 2, 3, false, Duration.ofSeconds(60));
}
