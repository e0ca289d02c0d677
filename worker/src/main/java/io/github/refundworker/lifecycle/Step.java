package io.github.refundworker.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A part of the worker with threads of its own, which runs once its topics exist. It is started and stopped once. */
public interface Step {
    String name();

    /** Starts the threads and returns at once. */
    void start();

    /** Finishes the current work within the given time, and returns when the step has ended. */
    void stop(Duration within);

    /** Why the step is not ready. Absent if it is. */
    @Nullable
    String trouble();

    /** Whether only a new process can continue the step. */
    boolean isDead();
}
