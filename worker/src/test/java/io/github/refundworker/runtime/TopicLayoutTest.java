package io.github.refundworker.runtime;

import static java.util.stream.Collectors.joining;

import io.github.refundworker.Approved;
import io.github.refundworker.domain.AccountName;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicLayoutTest {
    @Test
    void shouldMakeTheApprovedTopics() {
        TopicLayout layout = new TopicLayout(
                new TopicNames("acme-"),
                new RefundsProperties.Topics("acme-", 8, (short) 3, (short) 2, true),
                List.of(new AccountName("main")));

        String topics = layout.all().stream()
                .map(required -> "%s partitions=%d%s replicas=%d%n  made with %s%n  must have %s%n"
                        .formatted(
                                required.topic().name(),
                                required.topic().numPartitions(),
                                required.exactPartitions() ? "" : " or any other number",
                                required.topic().replicationFactor(),
                                new TreeMap<>(required.topic().configs()),
                                new TreeMap<>(required.indispensable())))
                .collect(joining());

        Approved.verify("io/github/refundworker/runtime/topics.txt", topics);
    }
}
