package io.github.refundworker.decide.start;

import io.github.refundworker.decide.engine.DecideStreams;
import io.github.refundworker.lifecycle.Step;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Runs the decide step. */
public final class DecideStep implements Step {
    private final DecideStreams streams;

    DecideStep(DecideStreams streams) {
        this.streams = streams;
    }

    @Override
    public String name() {
        return "decide";
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public void stop(Duration within) {
        streams.close(within);
    }

    @Override
    public @Nullable String trouble() {
        String stopped = streams.stoppedBecause();
        if (stopped != null) {
            return stopped;
        }
        String failing = streams.failingBecause();
        if (failing != null) {
            return "replacing a thread that died: " + failing;
        }
        KafkaStreams.State state = streams.state();
        if (state == null) {
            return "not running";
        }
        return switch (state) {
            case RUNNING -> streams.standingStillBecause();
            case CREATED, REBALANCING ->
                streams.restoring() > 0
                        ? "restoring its stores: " + streams.restoring() + " records to go"
                        : "getting its partitions";
            case PENDING_SHUTDOWN, NOT_RUNNING -> "stopping";
            case PENDING_ERROR, ERROR -> "its threads died";
        };
    }

    @Override
    public boolean isDead() {
        return streams.stoppedBecause() != null || streams.state() == KafkaStreams.State.ERROR;
    }
}
