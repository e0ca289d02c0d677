package io.github.refundworker.ops.review;

/** Topics that must have one number of partitions have several: nobody can tell where a charge lives. */
public final class PartitionCountsException extends RuntimeException {

    PartitionCountsException(String message) {
        super(message);
    }
}
