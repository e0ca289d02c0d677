package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RefundId;
import java.nio.ByteBuffer;

/**
 * The key of a stored charge: its partition hash, with which the ids of its refunds begin too, and its id. So a refund's
 * id alone leads to its charge, by a short scan, and there is no index that would have to be kept and restored.
 */
final class ChargeKey {
    private ChargeKey() {}

    static byte[] of(ChargeId chargeId) {
        byte[] id = chargeId.value().getBytes(US_ASCII);
        return ByteBuffer.allocate(Integer.BYTES + id.length)
                .putInt(PartitionHash.of(chargeId))
                .put(id)
                .array();
    }

    /** What the keys of all charges begin with that may have this refund; two charges share it once in four billion. */
    static byte[] prefix(RefundId refundId) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(refundId.routingBits()).array();
    }

    static ChargeId chargeId(byte[] key) {
        return new ChargeId(new String(key, Integer.BYTES, key.length - Integer.BYTES, US_ASCII));
    }
}
