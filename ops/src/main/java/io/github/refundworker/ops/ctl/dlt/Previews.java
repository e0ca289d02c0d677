package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.deadletter.replay.Replayer;

/** What a replay would do, for people. */
final class Previews {

    private Previews() {}

    static void print(Replayer.Preview preview) {
        System.out.println("  would go   " + preview.send());
        if (preview.miskeyed() > 0) {
            System.out.println("             " + preview.miskeyed()
                    + " of them have a wrong key, and die again unless --rekey gives them the one that they name");
        }
        if (preview.park() > 0) {
            System.out.println("  would park " + preview.park() + ", replayed as often as they may be");
        }
        preview.skip().forEach((why, count) -> System.out.println("  would stay " + count + ", " + why));
    }
}
