package io.github.refundworker.ops.drill;

/**
 * What a replay drill does.
 *
 * @param letters dead letters to make
 * @param charges over which the requests are spread
 * @param rate letters a second of the replays that are ended
 */
public record ReplayPlan(int letters, int charges, int rate) {

    public ReplayPlan {
        if (letters < 10 || charges < 1 || rate < 1 || letters * 3L > (long) charges * ChargePicker.MAX_REFUNDS) {
            throw new IllegalArgumentException(
                    "--letters is 10 or more, --charges and --rate 1 or more, and a charge has room for "
                            + ChargePicker.MAX_REFUNDS / 3 + " letters");
        }
    }
}
