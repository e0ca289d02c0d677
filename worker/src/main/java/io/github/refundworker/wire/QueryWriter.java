package io.github.refundworker.wire;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Refund;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the answers of the query API: the objects of the public records, with the same names. */
public final class QueryWriter {
    private QueryWriter() {}

    /** A charge's balance, and the {@code previouslyRefundedAmount} for the next request. */
    public static byte[] charge(ChargeId chargeId, Balance balance) {
        return Json.write(json -> {
            StatusWriter.write(json, chargeId, balance);
            StatusWriter.amount(json, "previouslyRefundedAmount", balance.refunded());
        });
    }

    public static byte[] refund(ChargeId chargeId, Refund refund) {
        return Json.write(json -> StatusWriter.write(json, chargeId, refund));
    }

    /** A page of a charge's refunds. */
    public static byte[] refunds(
            ChargeId chargeId, List<Refund> refunds, @Nullable Balance balance, @Nullable String nextCursor) {
        return Json.write(json -> {
            json.writeArrayPropertyStart("refunds");
            for (Refund refund : refunds) {
                json.writeStartObject();
                StatusWriter.write(json, chargeId, refund);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (balance != null) {
                json.writeObjectPropertyStart("balance");
                StatusWriter.write(json, chargeId, balance);
                json.writeEndObject();
            }
            Json.text(json, "nextCursor", nextCursor);
        });
    }
}
