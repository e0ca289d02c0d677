package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.terminal.Bar;

/** Shows a job's progress: a bar on a terminal, and messages on standard error. */
final class ShownProgress implements Progress {

    private final String name;
    private final Bar bar;
    private long replayed;
    private long began;
    private long lastSent;

    ShownProgress(String name, Bar bar) {
        this.name = name;
        this.bar = bar;
    }

    @Override
    public void at(Job job) {
        if (began == 0) {
            began = System.nanoTime();
            lastSent = began;
            replayed = job.replayed();
        } else if (job.replayed() > replayed) {
            replayed = job.replayed();
            lastSent = System.nanoTime();
        }
        bar.at(name, job.dealtWith(), job.total());
    }

    @Override
    public void say(String what) {
        bar.say(what);
    }

    /** From when the topic was this job's until the last letter had gone; what was waited for then is not counted. */
    double seconds() {
        return Math.round((lastSent - began) / 1e8) / 10.0;
    }
}
