package io.github.refundworker.wire;

import io.github.refundworker.domain.Notice;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.Told;
import org.jspecify.annotations.Nullable;

/** The stored form of a webhook that is not looked up yet. Its numbers are in every store, so they never change. */
final class NoticeBinary {
    private NoticeBinary() {}

    static void write(StateOutput out, Notice notice) {
        out.refundId(notice.refundId());
        switch (notice.told()) {
            case null -> out.oneByte(0);
            case Told.Shown(ProviderRefund refund) -> {
                out.oneByte(1);
                write(out, refund);
            }
            case Told.Made() -> out.oneByte(2);
        }
        out.optional(notice.due(), StateOutput::instant);
        out.signed(notice.attempts());
    }

    /** Before version 3 only the refund's id was stored. */
    static Notice read(StateInput in) {
        RefundId refundId = in.refundId();
        return in.version() < 3
                ? new Notice(refundId, null, null, 0)
                : new Notice(refundId, readTold(in), in.optional(StateInput::instant), in.integer());
    }

    private static @Nullable Told readTold(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 0 -> null;
            case 1 -> new Told.Shown(readRefund(in));
            case 2 -> new Told.Made();
            default -> throw StateInput.damaged("nothing told has the number " + tag);
        };
    }

    private static void write(StateOutput out, ProviderRefund refund) {
        out.text(refund.id());
        out.optional(refund.reference(), StateOutput::refundId);
        out.money(refund.amount());
        out.oneByte(
                switch (refund.status()) {
                    case PENDING -> 1;
                    case SUCCEEDED -> 2;
                    case FAILED -> 3;
                    case REVERSED -> 4;
                });
        out.optional(refund.error(), RefundBinary::writeStatusInfo);
        RefundBinary.writeDetails(out, refund.details());
    }

    private static ProviderRefund readRefund(StateInput in) {
        return new ProviderRefund(
                in.text(),
                in.optional(StateInput::refundId),
                in.money(),
                readStatus(in),
                in.optional(RefundBinary::readStatusInfo),
                RefundBinary.readDetails(in));
    }

    private static ProviderStatus readStatus(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 1 -> ProviderStatus.PENDING;
            case 2 -> ProviderStatus.SUCCEEDED;
            case 3 -> ProviderStatus.FAILED;
            case 4 -> ProviderStatus.REVERSED;
            default -> throw StateInput.damaged("no status has the number " + tag);
        };
    }
}
