package io.github.refundworker.domain;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A refund's id: its idempotency key at the provider, and the reference that the provider stores. It is computed
 * from what it names, so every attempt and every replay of a request gets the same id.
 *
 * <p>It is a UUID of version 8 whose first 32 bits are the {@link PartitionHash} of the charge.
 */
public record RefundId(UUID value) {
    private static final int VERSION = 8;
    private static final int VARIANT = 2;

    /** The id of the refund that this request asks for. */
    public static RefundId of(String namespace, ChargeId chargeId, RequestId requestId) {
        return of(chargeId, Digests.of(namespace, chargeId.value(), requestId.value()));
    }

    /** The id of a refund that was found at the provider and carries no reference of ours. */
    public static RefundId imported(ChargeId chargeId, AccountName account, String providerRefundId) {
        return of(chargeId, Digests.of(account.value(), providerRefundId));
    }

    public static RefundId parse(String text) {
        return new RefundId(UUID.fromString(text));
    }

    static RefundId of(ChargeId chargeId, ByteBuffer digest) {
        long routing = (long) PartitionHash.of(chargeId) << 32;
        long high = routing | (digest.getLong() & 0xffff_0fffL) | 0x8000L;
        long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new RefundId(new UUID(high, low));
    }

    /** Whether it has the form of an id that we made for this charge. */
    boolean isOf(ChargeId chargeId) {
        return value.version() == VERSION && value.variant() == VARIANT && routingBits() == PartitionHash.of(chargeId);
    }

    /** The partition hash of its charge. */
    public int routingBits() {
        return (int) (value.getMostSignificantBits() >>> 32);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
