package io.github.refundworker.decide.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How the topology is run.
 *
 * @param clients settings of every Kafka client of the process: addresses of the brokers, and how to connect
 * @param applicationId name of the consumer group and first part of the changelogs' names
 * @param instanceId constant over restarts of this process and different from all others'
 * @param processName name of the process for people, beside the application's name
 * @param address where other instances reach this one's HTTP port, as {@code host:port}; known when it is started
 * @param stateDirectory directory of the stores; if it is lost, the stores are restored
 * @param threads number of stream threads; each works on whole partitions
 * @param standbys number of other processes that keep a copy of each store
 * @param commits when the threads commit
 * @param changelogReplicas replicas of the changelogs
 * @param changelogMinInSync replicas that must be in sync for a write
 */
public record StreamsSettings(
        Map<String, Object> clients,
        String applicationId,
        String instanceId,
        String processName,
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
     * The pause between two commits of a thread.
     *
     * @param minPause while it has little to do
     * @param maxPause while it is busy all the time
     */
    public record Commits(Duration minPause, Duration maxPause) {}
}
