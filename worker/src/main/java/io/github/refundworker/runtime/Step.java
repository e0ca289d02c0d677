package io.github.refundworker.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A part of the worker that runs on threads of its own once its topics are there. Started and stopped once. */
interface Step {
    String name();

    /** Returns at once. */
    void start();

    /** Finishes what it is at, for as long as it may, and returns when it has ended. */
    void stop(Duration within);

    /** Why it is not fully at work; absent when it is. */
    @Nullable
    String trouble();

    /** Whether only a new process can help. */
    boolean isDead();
}
