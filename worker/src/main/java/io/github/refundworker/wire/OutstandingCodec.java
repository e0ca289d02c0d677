package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.domain.Outstanding.Open;
import io.github.refundworker.domain.Outstanding.Stage;
import java.util.EnumMap;
import java.util.Map;

/** The stored form of a charge's open work, after one version byte. */
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

    /** @throws UnreadableRecordException if it has an unknown version or is damaged */
    public static Outstanding read(byte[] value) {
        StateInput in = new StateInput(value);
        if (in.version() > VERSION) {
            throw LaterVersionException.of("the open work of a charge", in.version(), VERSION);
        }
        if (in.version() < 1) {
            throw StateInput.damaged("it has no version");
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
