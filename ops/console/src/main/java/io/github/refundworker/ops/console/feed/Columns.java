package io.github.refundworker.ops.console.feed;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Values as the columns take them. Whatever a record says, it must not stop the copy. */
public final class Columns {

    /** The width of a column that an index covers; PostgreSQL refuses longer keys. */
    private static final int INDEXED = 500;

    private static final int DECIMALS = 10;
    private static final int DIGITS = 28;

    private Columns() {}

    /** Also what a search looks for, so that a cut id is found by the whole. */
    public static @Nullable String indexed(@Nullable String text) {
        if (text == null || text.length() <= INDEXED) {
            return text == null ? null : text(text);
        }
        return text(text.substring(0, INDEXED - 1)) + "…";
    }

    /** PostgreSQL has no U+0000 in texts. */
    static @Nullable String text(@Nullable String text) {
        return text == null ? null : text.replace('\0', '␀');
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static OffsetDateTime time(long epochMillis) {
        return time(Instant.ofEpochMilli(epochMillis));
    }

    static OffsetDateTime time(String iso, long otherwise) {
        try {
            return time(Instant.parse(iso));
        } catch (DateTimeException e) {
            return time(otherwise);
        }
    }

    /** @throws IllegalArgumentException for what no column holds; the contract allows no such amount */
    static BigDecimal amount(String text) {
        BigDecimal amount = new BigDecimal(text);
        if (amount.scale() > DECIMALS || amount.precision() - amount.scale() > DIGITS) {
            throw new IllegalArgumentException("no amount: " + text);
        }
        return amount;
    }
}
