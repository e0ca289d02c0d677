package io.github.refundworker.wire;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of {@link StateOutput}, and refuses to read past their end. */
final class StateInput {
    private static final int TRACE_BYTES = 26;

    private final byte[] bytes;
    private final int version;
    private int position;

    /** @param bytes beginning with the version byte */
    StateInput(byte[] bytes) {
        this.bytes = bytes;
        this.version = oneByte();
    }

    int version() {
        return version;
    }

    int oneByte() {
        return bytes[take(1)] & 0xff;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = oneByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number has no end");
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    int integer() {
        return Math.toIntExact(signed());
    }

    long fixed() {
        long value = 0;
        int from = take(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (bytes[from + i] & 0xff);
        }
        return value;
    }

    boolean truth() {
        int value = oneByte();
        if (value > 1) {
            throw damaged("a truth value is " + value);
        }
        return value == 1;
    }

    String text() {
        int length = count();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    String trace() {
        if (!truth()) {
            return text();
        }
        String hex = HexFormat.of().formatHex(bytes, take(TRACE_BYTES), position);
        return hex.substring(0, 2) + "-" + hex.substring(2, 34) + "-" + hex.substring(34, 50) + "-" + hex.substring(50);
    }

    Instant instant() {
        long doubled = signed();
        Instant millis = Instant.ofEpochMilli(doubled >> 1);
        return (doubled & 1) == 0 ? millis : millis.plusNanos(unsigned());
    }

    @Nullable
    Instant instantUnlessEpoch() {
        Instant at = instant();
        return at.equals(Instant.EPOCH) ? null : at;
    }

    BigDecimal amount() {
        long doubled = signed();
        if ((doubled & 1) == 0) {
            return BigDecimal.valueOf(doubled >> 1, integer());
        }
        int length = (int) Math.min(doubled >> 1, Integer.MAX_VALUE);
        BigInteger unscaled = new BigInteger(bytes, take(length), length);
        return new BigDecimal(unscaled, integer());
    }

    CurrencyCode currency() {
        return new CurrencyCode(new String(bytes, take(3), 3, StandardCharsets.US_ASCII));
    }

    Money money() {
        return new Money(amount(), currency());
    }

    RefundId refundId() {
        return new RefundId(new UUID(fixed(), fixed()));
    }

    <T> @Nullable T optional(Function<StateInput, T> read) {
        return truth() ? read.apply(this) : null;
    }

    <T> List<T> list(Function<StateInput, T> read) {
        int count = count();
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(read.apply(this));
        }
        return values;
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    static UnreadableRecordException damaged(String why) {
        return new UnreadableRecordException("damaged state: " + why);
    }

    /**
     * A count of bytes, or of values with at least one byte each. So it cannot exceed the number of bytes that are
     * left.
     */
    private int count() {
        long count = unsigned();
        if (count < 0 || count > bytes.length - position) {
            throw damaged("it ends too early");
        }
        return (int) count;
    }

    private int take(int length) {
        if (length < 0 || length > bytes.length - position) {
            throw damaged("it ends too early");
        }
        int from = position;
        position += length;
        return from;
    }
}
