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
 * The stored form of a charge: compact binary after one version byte. It is binary because every decision reads and
 * writes one, a restore reads all of them, and most of it is ids and times.
 */
public final class ChargeStateCodec {
    private static final int VERSION = 3;

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
        out.optional(state.unremembered(), StateOutput::instant);
        out.list(state.notified(), NoticeBinary::write);
        out.optional(state.balance(), ChargeStateCodec::writeBalance);
        return out.toBytes();
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

    private static void writeFacts(StateOutput out, Facts facts) {
        switch (facts) {
            case Facts.Unknown() -> out.oneByte(0);
            case Facts.Listed(Instant readAt) -> {
                out.oneByte(3);
                out.instant(readAt);
            }
            case Facts.Described(Money captured, Instant readAt, String kind) -> {
                out.oneByte(1);
                out.money(captured);
                out.instant(readAt);
                out.optional(kind, StateOutput::text);
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
            case 3 -> new Facts.Listed(in.instant());
            default -> throw StateInput.damaged("no facts have the number " + tag);
        };
    }

    /** Before version 3 a reading did not keep the charge's kind, so no decision may rest on it. */
    private static Facts readDescribed(StateInput in) {
        Money captured = in.money();
        Instant readAt = in.instant();
        return in.version() < 3
                ? new Facts.Described(captured, Instant.EPOCH, null)
                : new Facts.Described(captured, readAt, in.optional(StateInput::text));
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
        out.signed(open.attempt());
    }

    private static OpenCommand readOpen(StateInput in) {
        return new OpenCommand(
                in.signed(),
                readKind(in),
                in.optional(StateInput::refundId),
                in.instant(),
                in.instant(),
                in.instant(),
                in.version() < 3 ? 0 : in.integer());
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
        out.instant(rejected.newest());
    }

    /** Before version 3 no time was stored. Every refusal counts as old as the newest input, which is not too old. */
    private static Rejected readRejected(StateInput in, Instant latest) {
        return new Rejected(
                RefundBinary.readMark(in),
                ErrorCode.ofNumber(Math.toIntExact(in.unsigned())),
                in.version() < 3 ? latest : in.instant());
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
