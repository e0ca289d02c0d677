package io.github.refundworker.decide.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RefundId;
import java.nio.ByteBuffer;

/**
 * The key of a stored charge: its partition hash, followed by its id. The ids of its refunds begin with the same
 * hash. So a refund id leads to its charge by a short scan, without an index that would have to be written and
 * restored.
 */
public final class ChargeKey {
    private ChargeKey() {}

    public static byte[] of(ChargeId chargeId) {
        byte[] id = ChargeLog.key(chargeId);
        return ByteBuffer.allocate(Integer.BYTES + id.length)
                .putInt(PartitionHash.of(chargeId))
                .put(id)
                .array();
    }

    /** The prefix of the keys of all charges that may have this refund. Two charges share it once in four billion. */
    static byte[] prefix(RefundId refundId) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(refundId.routingBits()).array();
    }

    static ChargeId chargeId(byte[] key) {
        return new ChargeId(new String(key, Integer.BYTES, key.length - Integer.BYTES, US_ASCII));
    }
}
