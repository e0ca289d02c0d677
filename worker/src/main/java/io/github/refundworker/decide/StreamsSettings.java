package io.github.refundworker.decide;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How the topology is run.
 *
 * @param clients what every Kafka client of the process needs: where the brokers are, and how to speak to them
 * @param applicationId name of the consumer group and first part of the changelogs' names
 * @param instanceId constant over restarts of this process and different from all others'
 * @param address where the other instances reach this one's HTTP port, as {@code host:port}; known when it is started
 * @param stateDirectory where the stores lie; may be lost, at the price of a restore
 * @param threads each works on whole partitions
 * @param standbys other processes that keep a copy of each store
 * @param commits when they commit
 * @param changelogReplicas how many copies of the changelogs there are
 * @param changelogMinInSync how many of them must be there for a write
 */
public record StreamsSettings(
        Map<String, Object> clients,
        String applicationId,
        String instanceId,
        Supplier<String> address,
        Path stateDirectory,
        int threads,
        int standbys,
        Commits commits,
        int changelogReplicas,
        int changelogMinInSync,
        Duration sessionTimeout,
        Duration heartbeat) {

    public StreamsSettings {
        clients = Map.copyOf(clients);
    }

    /**
     * How long a thread goes on between two commits.
     *
     * @param minPause while it has little to do
     * @param maxPause while it is busy all the time
     */
    public record Commits(Duration minPause, Duration maxPause) {}
}
