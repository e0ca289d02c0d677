package io.github.refundworker.ops.console.pages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The place of a row in the order of time, as a link carries it. */
record Place(OffsetDateTime time, String id) {

    static Place of(Refund refund) {
        return new Place(refund.createdAt().atOffset(ZoneOffset.UTC), refund.id());
    }

    /** Absent for what is no place; the reader then begins at the first page. */
    static @Nullable Place parse(@Nullable String text) {
        int space = text == null ? -1 : text.indexOf(' ');
        if (text == null || space < 0) {
            return null;
        }
        try {
            return new Place(
                    Instant.parse(text.substring(0, space)).atOffset(ZoneOffset.UTC), text.substring(space + 1));
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return time.toInstant() + " " + id;
    }
}
