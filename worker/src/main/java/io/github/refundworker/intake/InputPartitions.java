package io.github.refundworker.intake;

import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of partitions of the inputs topic is configuration, and the same for every writer. Were it to change, a
 * charge would live in two places; so nothing is written while the topic says otherwise.
 */
final class InputPartitions {
    private static final Logger log = LoggerFactory.getLogger(InputPartitions.class);

    private final Producer<?, ?> producer;
    private final String topic;
    private final int configured;
    private volatile boolean refused;

    InputPartitions(Producer<?, ?> producer, String topic, int configured) {
        this.producer = producer;
        this.topic = topic;
        this.configured = configured;
    }

    /**
     * Asks the producer, which knows the topic's metadata and renews it by itself.
     *
     * @throws IntakeException if the numbers differ
     */
    void check() {
        int found = producer.partitionsFor(topic).size();
        if (found == configured) {
            if (refused) {
                log.info("topic {} has {} partitions, as configured: intake goes on", topic, found);
                refused = false;
            }
            return;
        }
        String why = "topic " + topic + " has " + found + " partitions and " + configured
                + " are configured; no request is taken until they agree";
        if (!refused) {
            log.error("intake waits: {}", why);
        }
        refused = true;
        throw new IntakeException(why, null);
    }
}
