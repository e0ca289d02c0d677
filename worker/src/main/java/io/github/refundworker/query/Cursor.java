package io.github.refundworker.query;

import io.github.refundworker.domain.RefundId;
import io.github.refundworker.web.HttpProblem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** The last refund of a page, as an opaque text. Clients must not interpret the text, so it carries a version. */
final class Cursor {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 2 * Long.BYTES;

    private Cursor() {}

    static String behind(RefundId refundId) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(refundId.value().getMostSignificantBits())
                .putLong(refundId.value().getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static RefundId read(String cursor) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw unknown();
        }
        return new RefundId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    static HttpProblem unknown() {
        return HttpProblem.invalid(QueryParameters.CURSOR, "must be the nextCursor of an earlier page of this charge");
    }
}
