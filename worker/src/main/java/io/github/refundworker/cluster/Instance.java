package io.github.refundworker.cluster;

import io.github.refundworker.settings.RefundsProperties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who this process is to the brokers.
 *
 * @param id constant over restarts; its consumers are static members of their groups under this id
 * @param mark of its state directory, so that two processes with one id can be told apart
 */
public record Instance(String id, String mark) {

    public static Instance of(RefundsProperties properties) {
        String id = properties.requiredInstanceId();
        return new Instance(
                id,
                StateOwner.mark(
                        properties.stateDirectory(), id, properties.topicNames().decideGroup()));
    }

    /** A part of the names of its consumers, which the brokers show. */
    public String name() {
        return id + "-" + mark;
    }

    /** As Spring Kafka calls the members of a process with so many consumers. */
    Set<String> intakeMembers(int consumers) {
        return numbered(0, consumers);
    }

    /** As Kafka Streams calls the members of a process with so many threads. */
    Set<String> decideMembers(int threads) {
        return numbered(1, threads);
    }

    private Set<String> numbered(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> id + "-" + number)
                .collect(Collectors.toUnmodifiableSet());
    }
}
