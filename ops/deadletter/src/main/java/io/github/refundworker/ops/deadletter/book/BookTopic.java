package io.github.refundworker.ops.deadletter.book;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;

import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicAdmin;
import io.github.refundworker.ops.deadletter.RefusedException;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import java.util.Map;

/**
 * The topic of the book. It has one partition, so that all records are in one order, and compaction keeps the latest
 * record of each key for ever.
 */
final class BookTopic {

    private BookTopic() {}

    static void prepare(KafkaAccess access, DeadLetterTopic topic) {
        try (TopicAdmin admin = new TopicAdmin(access)) {
            boolean found = admin.createUnlessThere(
                    topic.book(),
                    topic.name(),
                    Map.of(
                            CLEANUP_POLICY_CONFIG,
                            CLEANUP_POLICY_COMPACT,
                            // By default a closed segment has 1 GB and is compacted only when half of it is outdated,
                            // so the topic would never shrink.
                            SEGMENT_BYTES_CONFIG,
                            Integer.toString(64 * 1024 * 1024),
                            MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                            "0.2"));
            if (found && !admin.setting(topic.book(), CLEANUP_POLICY_CONFIG).equals(CLEANUP_POLICY_COMPACT)) {
                throw new RefusedException("the topic " + topic.book() + " would forget what was done: it needs "
                        + CLEANUP_POLICY_CONFIG + "=" + CLEANUP_POLICY_COMPACT);
            }
        }
    }
}
