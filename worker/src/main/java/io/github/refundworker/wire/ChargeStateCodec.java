package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.ChargeState.DescribeRetry;
import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.ChargeState.Rejected;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Facts;
import io.github.refundworker.domain.Money;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The stored form of a charge: compact binary behind one byte that says its version. Binary, because every decision
 * reads and writes one, restoring reads all of them, and most of it are ids and times.
 */
public final class ChargeStateCodec {
    private static final int VERSION = 2;

    private ChargeStateCodec() {}

    public static byte[] write(ChargeState state) {
        StateOutput out = new StateOutput();
        out.oneByte(VERSION);
        out.instant(state.latest());
        out.optional(state.account(), (to, account) -> to.text(account.value()));
        writeFacts(out, state.facts());
        out.signed(state.lastNumber());
        out.optional(state.open(), ChargeStateCodec::writeOpen);
        out.optional(state.describeRetry(), ChargeStateCodec::writeDescribeRetry);
        out.list(state.waiting(), WaitingBinary::write);
        out.list(state.refunds(), RefundBinary::write);
        out.list(state.rejected(), ChargeStateCodec::writeRejected);
        out.list(state.notified(), StateOutput::refundId);
        out.optional(state.balance(), ChargeStateCodec::writeBalance);
        return out.toBytes();
    }

    /** @throws UnreadableRecordException if it is of an unknown version or damaged */
    public static ChargeState read(byte[] value) {
        StateInput in = new StateInput(value);
        if (in.version() < 1 || in.version() > VERSION) {
            throw new UnreadableRecordException("unknown version " + in.version() + " of a charge's state");
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
        return new ChargeState(
                in.instant(),
                in.optional(from -> new AccountName(from.text())),
                readFacts(in),
                in.signed(),
                in.optional(ChargeStateCodec::readOpen),
                in.optional(ChargeStateCodec::readDescribeRetry),
                in.list(WaitingBinary::read),
                in.list(RefundBinary::read),
                in.list(ChargeStateCodec::readRejected),
                in.list(StateInput::refundId),
                in.optional(ChargeStateCodec::readBalance));
    }

    private static void writeFacts(StateOutput out, Facts facts) {
        switch (facts) {
            case Facts.Unknown() -> out.oneByte(0);
            case Facts.Described(Money captured, Instant readAt) -> {
                out.oneByte(1);
                out.money(captured);
                out.instant(readAt);
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
            case 1 -> new Facts.Described(in.money(), in.instant());
            case 2 -> new Facts.Declared(in.money());
            default -> throw StateInput.damaged("no facts have the number " + tag);
        };
    }

    private static void writeOpen(StateOutput out, OpenCommand open) {
        out.signed(open.number());
        out.oneByte(
                switch (open.kind()) {
                    case SETTLE -> 1;
                    case LOOK_UP -> 2;
                    case DESCRIBE -> 3;
                });
        out.optional(open.refundId(), StateOutput::refundId);
        out.instant(open.issuedAt());
        out.instant(open.sendBy());
        out.instant(open.due());
    }

    private static OpenCommand readOpen(StateInput in) {
        return new OpenCommand(
                in.signed(), readKind(in), in.optional(StateInput::refundId), in.instant(), in.instant(), in.instant());
    }

    private static OpenCommand.Kind readKind(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 1 -> OpenCommand.Kind.SETTLE;
            case 2 -> OpenCommand.Kind.LOOK_UP;
            case 3 -> OpenCommand.Kind.DESCRIBE;
            default -> throw StateInput.damaged("no kind of command has the number " + tag);
        };
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
    }

    private static Rejected readRejected(StateInput in) {
        return new Rejected(RefundBinary.readMark(in), ErrorCode.ofNumber(Math.toIntExact(in.unsigned())));
    }

    private static void writeBalance(StateOutput out, Balance balance) {
        out.signed(balance.revision());
        out.currency(balance.currency());
        out.amount(balance.captured());
        out.amount(balance.refunded());
        out.amount(balance.pending());
        out.amount(balance.refundable());
        out.instant(balance.updated());
    }

    private static Balance readBalance(StateInput in) {
        return new Balance(
                in.signed(), in.currency(), in.amount(), in.amount(), in.amount(), in.amount(), in.instant());
    }
}
