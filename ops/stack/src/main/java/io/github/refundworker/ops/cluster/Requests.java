package io.github.refundworker.ops.cluster;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests of the load and their answers. The client that sends and the feed that reads answers share them. */
final class Requests {

    /** A request as it is sent. */
    record Asked(String requestId, String chargeId, BigDecimal amount) {}

    /**
     * How far a request has come. Times are {@link System#nanoTime}.
     *
     * @param handed when the client was first given the request
     * @param copies how often the client was given the request
     * @param acknowledged when the brokers had it for certain; absent while nobody knows
     * @param ended when its answer was final; absent before
     * @param partition of its answer; -1 before
     */
    record Journey(
            Asked asked,
            long handed,
            int copies,
            @Nullable Long acknowledged,
            @Nullable Long ended,
            int partition) {

        Journey again() {
            return new Journey(asked, handed, copies + 1, acknowledged, ended, partition);
        }

        Journey acknowledged(long now) {
            return acknowledged == null ? new Journey(asked, handed, copies, now, ended, partition) : this;
        }

        Journey ended(long now, int where) {
            return ended == null ? new Journey(asked, handed, copies, acknowledged, now, where) : this;
        }
    }

    private final Map<String, Journey> journeys = new LinkedHashMap<>();

    synchronized void handed(Asked asked, long now) {
        journeys.merge(asked.requestId(), new Journey(asked, now, 1, null, null, -1), (old, fresh) -> old.again());
    }

    synchronized void acknowledged(String requestId, long now) {
        journeys.computeIfPresent(requestId, (id, journey) -> journey.acknowledged(now));
    }

    /** Its last answer to expect has come; answers to other requests are ignored. */
    synchronized void ended(String requestId, int partition, long now) {
        journeys.computeIfPresent(requestId, (id, journey) -> journey.ended(now, partition));
    }

    synchronized List<Journey> journeys() {
        return new ArrayList<>(journeys.values());
    }

    synchronized int size() {
        return journeys.size();
    }

    /** How long the oldest request has waited that the brokers have and nobody has answered; 0 if none waits. */
    synchronized long oldestOpen(long now) {
        return journeys.values().stream()
                .filter(journey -> journey.ended() == null)
                .mapToLong(journey -> journey.acknowledged() == null ? 0 : now - journey.acknowledged())
                .max()
                .orElse(0);
    }
}
