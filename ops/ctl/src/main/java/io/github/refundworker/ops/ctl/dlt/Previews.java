package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.deadletter.replay.Replayer;
import io.github.refundworker.ops.terminal.Printer;

/** Prints a preview of a replay, for people. */
final class Previews {

    private Previews() {}

    static void print(Replayer.Preview preview) {
        Printer.line("  would go   " + preview.send());
        if (preview.miskeyed() > 0) {
            Printer.line("             " + preview.miskeyed()
                    + " of them have a wrong key, and die again unless --rekey gives them the one that they name");
        }
        if (preview.park() > 0) {
            Printer.line("  would park " + preview.park() + ", replayed as often as they may be");
        }
        preview.skip().forEach((why, count) -> Printer.line("  would stay " + count + ", " + why));
    }
}
