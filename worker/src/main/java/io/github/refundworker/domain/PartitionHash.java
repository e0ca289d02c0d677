package io.github.refundworker.domain;

import java.nio.charset.StandardCharsets;

/**
 * The hash by which Kafka's Java client chooses a record's partition (murmur2 over the key's bytes). It is part of
 * the domain because it is part of a refund's identity: an id alone leads to the partition of its charge.
 */
public final class PartitionHash {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private PartitionHash() {}

    public static int of(ChargeId chargeId) {
        return murmur2(chargeId.value().getBytes(StandardCharsets.UTF_8));
    }

    /** The partition of a charge in every topic of ours, all of which have the same number of partitions. */
    public static int partition(ChargeId chargeId, int partitions) {
        return (of(chargeId) & 0x7fffffff) % partitions;
    }

    /** @param key of a record, which is its charge's id in bytes */
    public static int partition(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    public static int partition(RefundId refundId, int partitions) {
        return (refundId.routingBits() & 0x7fffffff) % partitions;
    }

    static int murmur2(byte[] data) {
        int h = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int k = (data[i] & 0xff)
                    | (data[i + 1] & 0xff) << 8
                    | (data[i + 2] & 0xff) << 16
                    | (data[i + 3] & 0xff) << 24;
            k *= M;
            k ^= k >>> R;
            k *= M;
            h *= M;
            h ^= k;
        }
        int rest = data.length - whole;
        if (rest > 0) {
            for (int i = rest - 1; i >= 0; i--) {
                h ^= (data[whole + i] & 0xff) << (8 * i);
            }
            h *= M;
        }
        h ^= h >>> 13;
        h *= M;
        h ^= h >>> 15;
        return h;
    }
}
