package io.github.refundworker.ops.client;

import io.github.refundworker.chargelog.TopicNames;

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

    /** Its topics and groups. */
    public TopicNames names() {
        return new TopicNames(prefix);
    }

    public String bootstrap() {
        return access.bootstrap();
    }
}
