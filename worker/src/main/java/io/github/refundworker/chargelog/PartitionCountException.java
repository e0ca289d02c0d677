package io.github.refundworker.chargelog;

/**
 * A topic has another number of partitions than the others. Further writes would split a charge between two
 * partitions.
 */
public final class PartitionCountException extends RuntimeException {
    PartitionCountException(String message) {
        super(message);
    }
}
