package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.book.Job;

/** Hears how far a job is. */
public interface Progress {

    void at(Job job);

    /** Something that a person may want to know. */
    void say(String what);
}
