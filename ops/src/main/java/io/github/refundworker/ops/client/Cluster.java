package io.github.refundworker.ops.client;

/**
 * One installation of the worker, on brokers that it may share with others.
 *
 * @param access to the brokers
 * @param prefix that the installation puts in front of its names, as {@code refunds.topics.prefix} says; mostly empty
 */
public record Cluster(KafkaAccess access, String prefix) {

    /** Without a prefix, on brokers that let everybody in. */
    public static Cluster of(String bootstrap) {
        return new Cluster(KafkaAccess.of(bootstrap), "");
    }

    /** A topic or a group of this installation. */
    public String name(String name) {
        return prefix + name;
    }

    public String bootstrap() {
        return access.bootstrap();
    }
}
