package io.github.refundworker.wire;

import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Origin;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.RefundState.AwaitingProvider;
import io.github.refundworker.domain.RefundState.Confirming;
import io.github.refundworker.domain.RefundState.Failed;
import io.github.refundworker.domain.RefundState.InReview;
import io.github.refundworker.domain.RefundState.Reversed;
import io.github.refundworker.domain.RefundState.Submitted;
import io.github.refundworker.domain.RefundState.Succeeded;
import io.github.refundworker.domain.RefundState.Unresolved;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.RequestMark;
import io.github.refundworker.domain.Settlement;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.domain.Trail;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The stored form of a refund. The numbers of its kinds and states are in every store, so they never change. */
final class RefundBinary {
    private RefundBinary() {}

    static void write(StateOutput out, Refund refund) {
        out.refundId(refund.id());
        writeOrigin(out, refund.origin());
        out.money(refund.amount());
        out.truth(refund.full());
        writeTexts(out, refund.texts());
        out.signed(refund.revision());
        out.instant(refund.created());
        out.instant(refund.updated());
        writeDetails(out, refund.details());
        out.signed(refund.evidence());
        out.instantOrEpoch(refund.readAt());
        writeState(out, refund.state());
    }

    static Refund read(StateInput in) {
        return new Refund(
                in.refundId(),
                readOrigin(in),
                in.money(),
                in.truth(),
                readTexts(in),
                in.integer(),
                in.instant(),
                in.instant(),
                readDetails(in),
                in.signed(),
                in.version() < 3 ? null : in.instantUnlessEpoch(),
                readState(in));
    }

    private static void writeOrigin(StateOutput out, Origin origin) {
        switch (origin) {
            case Origin.Requested(RequestId requestId, RequestMark mark, Trail trail, Settlement settlement) -> {
                out.oneByte(1);
                out.text(requestId.value());
                writeMark(out, mark);
                writeTrail(out, trail);
                out.amount(settlement.succeededBefore());
                out.truth(settlement.guarded());
                out.instant(settlement.firstIssuedAt());
                out.instant(settlement.lastSendBy());
                out.truth(settlement.uncertain());
                out.signed(settlement.unsent());
                out.signed(settlement.unclear());
                out.signed(settlement.bodyVersion());
            }
            case Origin.FoundAtProvider() -> out.oneByte(2);
        }
    }

    private static Origin readOrigin(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 1 ->
                in.version() < 2
                        ? readUntrailed(in)
                        : new Origin.Requested(
                                new RequestId(in.text()), readMark(in), readTrail(in), readSettlement(in));
            case 2 -> new Origin.FoundAtProvider();
            default -> throw StateInput.damaged("no origin has the number " + tag);
        };
    }

    private static void writeState(StateOutput out, RefundState state) {
        switch (state) {
            case Submitted(Instant due) -> {
                out.oneByte(1);
                out.instant(due);
            }
            case AwaitingProvider(String providerRefundId, Instant due, int polls) -> {
                out.oneByte(2);
                out.text(providerRefundId);
                out.instant(due);
                out.signed(polls);
            }
            case Unresolved(Instant due) -> {
                out.oneByte(3);
                out.instant(due);
            }
            case Confirming(StatusInfo refusal, Instant due) -> {
                out.oneByte(4);
                writeStatusInfo(out, refusal);
                out.instant(due);
            }
            case InReview(StatusInfo why, var providerRefundId, Instant due) -> {
                writeExplained(out, 5, why, providerRefundId);
                out.optional(due, StateOutput::instant);
            }
            case Succeeded(var providerRefundId, StatusInfo why) -> {
                if (why == null) {
                    out.oneByte(6);
                    out.optional(providerRefundId, StateOutput::text);
                } else {
                    writeExplained(out, 9, why, providerRefundId);
                }
            }
            case Failed(StatusInfo why, var providerRefundId) -> writeExplained(out, 7, why, providerRefundId);
            case Reversed(StatusInfo why, var providerRefundId) -> writeExplained(out, 8, why, providerRefundId);
        }
    }

    private static void writeExplained(StateOutput out, int tag, StatusInfo why, @Nullable String providerRefundId) {
        out.oneByte(tag);
        writeStatusInfo(out, why);
        out.optional(providerRefundId, StateOutput::text);
    }

    private static RefundState readState(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 1 -> new Submitted(in.instant());
            case 2 -> new AwaitingProvider(in.text(), in.instant(), in.integer());
            case 3 -> new Unresolved(in.instant());
            case 4 -> new Confirming(readStatusInfo(in), in.instant());
            case 5 ->
                new InReview(
                        readStatusInfo(in),
                        in.optional(StateInput::text),
                        in.version() < 3 ? null : in.optional(StateInput::instant));
            case 6 -> new Succeeded(in.optional(StateInput::text));
            case 7 -> new Failed(readStatusInfo(in), in.optional(StateInput::text));
            case 8 -> new Reversed(readStatusInfo(in), in.optional(StateInput::text));
            case 9 -> succeeded(readStatusInfo(in), in.optional(StateInput::text));
            default -> throw StateInput.damaged("no state of a refund has the number " + tag);
        };
    }

    private static RefundState succeeded(StatusInfo why, @Nullable String providerRefundId) {
        return new Succeeded(providerRefundId, why);
    }

    static void writeStatusInfo(StateOutput out, StatusInfo info) {
        out.text(info.code());
        out.text(info.description());
    }

    static StatusInfo readStatusInfo(StateInput in) {
        return new StatusInfo(in.text(), in.text());
    }

    static void writeDetails(StateOutput out, ProviderDetails details) {
        out.optional(details.returnedApplicationFee(), StateOutput::amount);
        out.optional(details.returnedProcessingFee(), StateOutput::amount);
        out.optional(details.acquirerReferenceNumber(), StateOutput::text);
    }

    static ProviderDetails readDetails(StateInput in) {
        return new ProviderDetails(
                in.optional(StateInput::amount), in.optional(StateInput::amount), in.optional(StateInput::text));
    }

    static void writeTexts(StateOutput out, Texts texts) {
        out.optional(texts.reason(), StateOutput::text);
        out.optional(texts.note(), StateOutput::text);
        out.optional(texts.extendedFields(), StateOutput::text);
    }

    static Texts readTexts(StateInput in) {
        return new Texts(in.optional(StateInput::text), in.optional(StateInput::text), in.optional(StateInput::text));
    }

    static void writeMark(StateOutput out, RequestMark mark) {
        out.fixed(mark.id());
        out.fixed(mark.content());
        out.fixed(mark.source());
        out.truth(mark.asAsked());
    }

    static RequestMark readMark(StateInput in) {
        return new RequestMark(in.fixed(), in.fixed(), in.fixed(), in.version() >= 3 && in.truth());
    }

    private static Settlement readSettlement(StateInput in) {
        BigDecimal succeededBefore = in.amount();
        // Before version 3 the guard was not stored. Treating every refund as guarded pays nothing twice.
        boolean guarded = in.version() < 3 || in.truth();
        Instant firstIssuedAt = in.instant();
        Instant lastSendBy = in.instant();
        boolean uncertain = in.truth();
        int unsent = in.integer();
        int unclear = in.integer();
        int bodyVersion = in.version() < 3 ? Command.Settle.BODY_VERSION : in.integer();
        return new Settlement(
                succeededBefore, guarded, bodyVersion, firstIssuedAt, lastSendBy, uncertain, unsent, unclear);
    }

    /** Version 1 did not store when a refund was requested. Its first command was issued soon after. */
    private static Origin readUntrailed(StateInput in) {
        RequestId requestId = new RequestId(in.text());
        RequestMark mark = readMark(in);
        Settlement settlement = readSettlement(in);
        return new Origin.Requested(requestId, mark, new Trail(settlement.firstIssuedAt(), null), settlement);
    }

    static void writeTrail(StateOutput out, Trail trail) {
        out.instant(trail.asked());
        out.optional(trail.trace(), StateOutput::trace);
    }

    static Trail readTrail(StateInput in) {
        return new Trail(in.instant(), in.optional(StateInput::trace));
    }
}
