package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.Outstanding.Open;
import io.github.refundworker.domain.Outstanding.Stage;
import java.util.EnumMap;
import java.util.Map;

/** The stored form of what a charge owes, behind one byte that says its version. */
public final class OutstandingCodec {
    private static final int VERSION = 1;

    private OutstandingCodec() {}

    public static byte[] write(Outstanding outstanding) {
        StateOutput out = new StateOutput();
        out.oneByte(VERSION);
        out.optional(outstanding.due(), StateOutput::instant);
        out.optional(outstanding.account(), (to, account) -> to.text(account.value()));
        out.signed(outstanding.waiting());
        for (Stage stage : Stage.values()) {
            out.optional(outstanding.open().get(stage), OutstandingCodec::writeOpen);
        }
        return out.toBytes();
    }

    private static void writeOpen(StateOutput out, Open open) {
        out.signed(open.count());
        out.money(open.amount());
        out.instant(open.since());
    }

    /** @throws UnreadableRecordException if it is of an unknown version or damaged */
    public static Outstanding read(byte[] value) {
        StateInput in = new StateInput(value);
        if (in.version() != VERSION) {
            throw new UnreadableRecordException("unknown version " + in.version() + " of what a charge owes");
        }
        var due = in.optional(StateInput::instant);
        var account = in.optional(from -> new AccountName(from.text()));
        int waiting = in.integer();
        Map<Stage, Open> open = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Open one = in.optional(from -> new Open(from.integer(), from.money(), from.instant()));
            if (one != null) {
                open.put(stage, one);
            }
        }
        return new Outstanding(due, account, waiting, open);
    }
}
