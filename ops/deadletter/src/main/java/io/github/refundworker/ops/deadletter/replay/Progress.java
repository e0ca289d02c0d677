package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.book.Job;

/** Is told the progress of a job. */
public interface Progress {

    void at(Job job);

    /** A message for the person who runs the job. */
    void say(String what);
}
