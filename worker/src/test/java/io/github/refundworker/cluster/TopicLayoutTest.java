package io.github.refundworker.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.Approved;
import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.settings.RefundsProperties;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicLayoutTest {
    @Test
    void shouldMakeTheApprovedTopics() {
        TopicLayout layout = new TopicLayout(
                new TopicNames("acme-"),
                new RefundsProperties.Topics("acme-", 8, (short) 3, (short) 2, true, true, Set.of("shop")),
                List.of(new AccountName("main")));

        String topics = layout.all().stream()
                .map(required -> "%s partitions=%d%s replicas=%d%n  made with %s%n  must have %s%n%s"
                        .formatted(
                                required.topic().name(),
                                required.topic().numPartitions(),
                                required.exactPartitions() ? "" : " or any other number",
                                required.topic().replicationFactor(),
                                new TreeMap<>(required.topic().configs()),
                                new TreeMap<>(required.indispensable()),
                                required.advice().stream()
                                        .map(advice -> "  should have %s%s%s, or else %s%n"
                                                .formatted(
                                                        advice.key(),
                                                        advice.isMinimum() ? " at least " : " ",
                                                        advice.value(),
                                                        advice.otherwise()))
                                        .collect(joining())))
                .collect(joining());

        Approved.verify("io/github/refundworker/runtime/topics.txt", topics);
    }

    @Test
    void shouldAdviseWhatAnExistingTopicShouldHave() {
        List<TopicLayout.Advice> advice = new TopicLayout(
                        new TopicNames(""),
                        new RefundsProperties.Topics("", 8, (short) 3, (short) 2, true, true, Set.of()),
                        List.of(new AccountName("main")))
                .required().stream()
                        .flatMap(required -> required.advice().stream())
                        .toList();

        assertThat(advice)
                .extracting(TopicLayout.Advice::key)
                .containsExactly("message.timestamp.type", "delete.retention.ms", "delete.retention.ms");
        assertThat(advice.getFirst().isFollowedBy("LogAppendTime")).isTrue();
        assertThat(advice.getFirst().isFollowedBy("CreateTime")).isFalse();
        assertThat(advice.getLast().isFollowedBy("86400000"))
                .as("Kafka's default")
                .isFalse();
        assertThat(advice.getLast().isFollowedBy("1209600000")).isTrue();
        assertThat(advice.getLast().isFollowedBy("2419200000")).isTrue();
        assertThat(advice.getLast().isFollowedBy("nothing")).isFalse();
    }
}
