package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a charge: compact binary after one version byte. It is binary because every decision reads and
 * writes one, a restore reads all of them, and most of it is ids and times.
 */
public final class ChargeStateCodec {
    private static final int VERSION = 4;

    /** Holds no disputes. A charge without any is written in it, so that the version before this one reads it. */
    private static final int WITHOUT_DISPUTES = 3;

    private ChargeStateCodec() {}

    public static byte[] write(ChargeState state) {
        int version = isDisputed(state) ? VERSION : WITHOUT_DISPUTES;
        StateOutput out = new StateOutput();
        out.oneByte(version);
        out.instant(state.latest());
        out.optional(state.account(), (to, account) -> to.text(account.value()));
        writeFacts(out, state.facts(), version);
        out.signed(state.lastNumber());
        out.optional(state.open(), ChargeStateCodec::writeOpen);
        out.optional(state.describeRetry(), ChargeStateCodec::writeDescribeRetry);
        out.list(state.waiting(), WaitingBinary::write);
        out.list(state.refunds(), RefundBinary::write);
        out.list(state.rejected(), ChargeStateCodec::writeRejected);
        out.optional(state.unremembered(), StateOutput::instant);
        out.list(state.notified(), NoticeBinary::write);
        out.optional(state.balance(), (to, balance) -> writeBalance(to, balance, version));
        return out.toBytes();
    }

    private static boolean isDisputed(ChargeState state) {
        Balance balance = state.balance();
        return !state.facts().disputes().isNone()
                || (balance != null
                        && (balance.disputed() || !balance.chargedBack().equals(nothingOf(balance.captured()))));
    }

    /** 0 with the digits of this amount, as a balance without disputes has it. */
    private static BigDecimal nothingOf(BigDecimal captured) {
        return captured.subtract(captured);
    }

    /**
     * @throws LaterVersionException if a later version of the worker wrote it
     * @throws UnreadableRecordException if it is damaged
     */
    public static ChargeState read(byte[] value) {
        StateInput in = new StateInput(value);
        if (in.version() > VERSION) {
            throw LaterVersionException.of("the state of a charge", in.version(), VERSION);
        }
        if (in.version() < 1) {
            throw StateInput.damaged("it has no version");
        }
        try {
            ChargeState state = readState(in);
            if (!in.isAtEnd()) {
                throw StateInput.damaged("something follows it");
            }
            return state;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UnreadableRecordException("damaged state: a value breaks the rules of its type", e);
        }
    }

    private static ChargeState readState(StateInput in) {
        Instant latest = in.instant();
        return new ChargeState(
                latest,
                in.optional(from -> new AccountName(from.text())),
                readFacts(in),
                in.signed(),
                in.optional(ChargeStateCodec::readOpen),
                in.optional(ChargeStateCodec::readDescribeRetry),
                in.list(WaitingBinary::read),
                in.list(RefundBinary::read),
                in.list(from -> readRejected(from, latest)),
                in.version() < 3 ? null : in.optional(StateInput::instant),
                in.list(NoticeBinary::read),
                in.optional(ChargeStateCodec::readBalance));
    }

    private static void writeFacts(StateOutput out, Facts facts, int version) {
        switch (facts) {
            case Facts.Unknown() -> out.oneByte(0);
            case Facts.Listed(Instant readAt) -> {
                out.oneByte(3);
                out.instantOrEpoch(readAt);
            }
            case Facts.Described(Money captured, Instant readAt, String kind, Disputes disputes) -> {
                out.oneByte(1);
                out.money(captured);
                out.instantOrEpoch(readAt);
                out.optional(kind, StateOutput::text);
                if (version > WITHOUT_DISPUTES) {
                    out.truth(disputes.open());
                    out.amount(disputes.chargedBack());
                }
            }
            case Facts.Declared(Money captured) -> {
                out.oneByte(2);
                out.money(captured);
            }
        }
    }

    private static Facts readFacts(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 0 -> new Facts.Unknown();
            case 1 -> readDescribed(in);
            case 2 -> new Facts.Declared(in.money());
            case 3 -> new Facts.Listed(in.instantUnlessEpoch());
            default -> throw StateInput.damaged("no facts have the number " + tag);
        };
    }

    /** Before version 3 a reading did not keep the charge's kind, so no decision may rest on it. */
    private static Facts readDescribed(StateInput in) {
        Money captured = in.money();
        Instant readAt = in.instantUnlessEpoch();
        return in.version() < 3
                ? new Facts.Described(captured, null, null, Disputes.NONE)
                : new Facts.Described(captured, readAt, in.optional(StateInput::text), readDisputes(in));
    }

    private static Disputes readDisputes(StateInput in) {
        return in.version() > WITHOUT_DISPUTES ? new Disputes(in.truth(), in.amount()) : Disputes.NONE;
    }

    private static void writeOpen(StateOutput out, OpenCommand open) {
        out.signed(open.number());
        switch (open) {
            case OpenCommand.Settle settle -> writeOpen(out, 1, settle.refundId(), open, 0);
            case OpenCommand.LookUp lookUp -> writeOpen(out, 2, lookUp.refundId(), open, lookUp.attempt());
            case OpenCommand.Describe describe -> writeOpen(out, 3, describe.refundId(), open, describe.attempt());
        }
    }

    private static void writeOpen(
            StateOutput out, int kind, @Nullable RefundId refundId, OpenCommand open, int attempt) {
        out.oneByte(kind);
        out.optional(refundId, StateOutput::refundId);
        out.instant(open.issuedAt());
        out.instant(open.sendBy());
        out.instant(open.due());
        out.signed(attempt);
    }

    private static OpenCommand readOpen(StateInput in) {
        long number = in.signed();
        int kind = in.oneByte();
        RefundId refundId = in.optional(StateInput::refundId);
        Instant issuedAt = in.instant();
        Instant sendBy = in.instant();
        Instant due = in.instant();
        int attempt = in.version() < 3 ? 0 : in.integer();
        return switch (kind) {
            case 1 -> new OpenCommand.Settle(number, named(refundId), issuedAt, sendBy, due);
            case 2 -> new OpenCommand.LookUp(number, named(refundId), issuedAt, sendBy, due, attempt);
            case 3 -> new OpenCommand.Describe(number, refundId, issuedAt, sendBy, due, attempt);
            default -> throw StateInput.damaged("no kind of command has the number " + kind);
        };
    }

    private static RefundId named(@Nullable RefundId refundId) {
        if (refundId == null) {
            throw StateInput.damaged("a command about a refund does not name it");
        }
        return refundId;
    }

    private static void writeDescribeRetry(StateOutput out, DescribeRetry retry) {
        out.instant(retry.due());
        out.signed(retry.attempt());
    }

    private static DescribeRetry readDescribeRetry(StateInput in) {
        return new DescribeRetry(in.instant(), in.integer());
    }

    private static void writeRejected(StateOutput out, Rejected rejected) {
        RefundBinary.writeMark(out, rejected.mark());
        out.unsigned(rejected.code().number());
        out.instant(rejected.newest());
    }

    /** Before version 3 no time was stored. Every refusal counts as old as the newest input, which is not too old. */
    private static Rejected readRejected(StateInput in, Instant latest) {
        return new Rejected(
                RefundBinary.readMark(in),
                ErrorCode.ofNumber(Math.toIntExact(in.unsigned())),
                in.version() < 3 ? latest : in.instant());
    }

    private static void writeBalance(StateOutput out, Balance balance, int version) {
        out.signed(balance.revision());
        out.currency(balance.currency());
        out.amount(balance.captured());
        out.amount(balance.refunded());
        out.amount(balance.pending());
        if (version > WITHOUT_DISPUTES) {
            out.amount(balance.chargedBack());
            out.truth(balance.disputed());
        }
        out.amount(balance.refundable());
        out.instant(balance.updated());
    }

    private static Balance readBalance(StateInput in) {
        boolean holdsDisputes = in.version() > WITHOUT_DISPUTES;
        long revision = in.signed();
        CurrencyCode currency = in.currency();
        BigDecimal captured = in.amount();
        return new Balance(
                revision,
                currency,
                captured,
                in.amount(),
                in.amount(),
                holdsDisputes ? in.amount() : nothingOf(captured),
                holdsDisputes && in.truth(),
                in.amount(),
                in.instant());
    }
}
