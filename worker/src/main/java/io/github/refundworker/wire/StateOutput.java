package io.github.refundworker.wire;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A growing byte array with a short form for each kind of value. {@link StateInput} reads it. */
final class StateOutput {
    private static final int USUAL_BYTES = 512;
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private byte[] bytes = new byte[USUAL_BYTES];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void oneByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first. Small numbers are short; negative ones take ten bytes. */
    void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A short form for small numbers of either sign. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void truth(boolean value) {
        oneByte(value ? 1 : 0);
    }

    void text(String text) {
        byte[] utf8 = Unicode.wellFormed(text).getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        raw(utf8);
    }

    /** A {@code traceparent} in half the length of its text, if it has the usual form. */
    void trace(String trace) {
        boolean usual = TRACE.matcher(trace).matches();
        truth(usual);
        if (usual) {
            raw(HexFormat.of().parseHex(trace.replace("-", "")));
        } else {
            text(trace);
        }
    }

    /** Milliseconds, doubled. An odd value is followed by the nanoseconds within the millisecond. */
    /** No time is written as the epoch. */
    void instantOrEpoch(@Nullable Instant at) {
        instant(at == null ? Instant.EPOCH : at);
    }

    void instant(Instant at) {
        long millis = at.toEpochMilli();
        long nanos = ChronoUnit.NANOS.between(Instant.ofEpochMilli(millis), at);
        signed((millis << 1) | (nanos == 0 ? 0 : 1));
        if (nanos != 0) {
            unsigned(nanos);
        }
    }

    /**
     * The unscaled value, doubled, and the scale. If a long is too short: an odd value, followed by length and
     * bytes.
     */
    void amount(BigDecimal amount) {
        BigInteger unscaled = amount.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE - 1) {
            signed(unscaled.longValue() << 1);
        } else {
            byte[] big = unscaled.toByteArray();
            signed(((long) big.length << 1) | 1);
            raw(big);
        }
        signed(amount.scale());
    }

    void currency(CurrencyCode currency) {
        raw(currency.value().getBytes(StandardCharsets.US_ASCII));
    }

    void money(Money money) {
        amount(money.amount());
        currency(money.currency());
    }

    void refundId(RefundId refundId) {
        fixed(refundId.value().getMostSignificantBits());
        fixed(refundId.value().getLeastSignificantBits());
    }

    /** One byte that says whether the value follows. */
    <T> void optional(@Nullable T value, BiConsumer<StateOutput, T> write) {
        truth(value != null);
        if (value != null) {
            write.accept(this, value);
        }
    }

    <T> void list(List<T> values, BiConsumer<StateOutput, T> write) {
        unsigned(values.size());
        for (T value : values) {
            write.accept(this, value);
        }
    }

    private void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
