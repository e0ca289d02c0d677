package io.github.refundworker.decide.engine;

import io.github.refundworker.chargelog.PartitionCountException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a stream thread that died, after a pause that grows while threads keep dying. The step stops only for
 * causes that no new thread can fix: lost offsets, because the past would be decided again; a topic with the wrong
 * number of partitions; and an instance id that another process took, because a new thread would take it back.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofMinutes(5);

    /** Blocks the dying thread, which has nothing else to do. */
    interface Pause {
        void sleep(Duration duration);
    }

    private final LongSupplier nanoTime;
    private final Pause pause;
    private final Consumer<String> stopped;
    private Duration nextPause = FIRST_PAUSE;
    private @Nullable Long lastDeath;

    /** @param stopped is told why, once the step has stopped for good */
    ThreadReplacement(LongSupplier nanoTime, Pause pause, Consumer<String> stopped) {
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.stopped = stopped;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        String reason = reasonToStop(exception);
        if (reason != null) {
            stopped.accept(reason);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        pause.sleep(nextPause());
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized Duration nextPause() {
        long now = nanoTime.getAsLong();
        if (lastDeath != null && now - lastDeath > QUIET.toNanos()) {
            nextPause = FIRST_PAUSE;
        }
        lastDeath = now;
        Duration current = nextPause;
        Duration doubled = current.multipliedBy(2);
        nextPause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return current;
    }

    private static @Nullable String reasonToStop(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof PartitionCountException) {
                return cause.getMessage();
            }
            if (cause instanceof FencedInstanceIdException) {
                return "another process took its refunds.instance-id; stop one of the two, or give it another id";
            }
            if (cause instanceof InvalidOffsetException gone) {
                return "the committed offsets of " + gone.partitions()
                        + " are gone or out of range; going on from elsewhere would decide the past again or skip inputs";
            }
        }
        return null;
    }
}
