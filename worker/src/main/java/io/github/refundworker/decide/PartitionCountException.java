package io.github.refundworker.decide;

/** A topic has another number of partitions than is configured; writing on would spread a charge over two. */
final class PartitionCountException extends RuntimeException {
    PartitionCountException(String topic, int found, int configured) {
        super("topic " + topic + " has " + found + " partitions and " + configured
                + " are configured; nothing is written until they agree");
    }
}
