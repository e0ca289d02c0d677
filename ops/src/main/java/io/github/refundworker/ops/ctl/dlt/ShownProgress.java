package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.terminal.Bar;

/** A job's progress: a bar on a terminal, and what there is to say on standard error. */
final class ShownProgress implements Progress {

    private final String name;
    private final Bar bar;

    ShownProgress(String name, Bar bar) {
        this.name = name;
        this.bar = bar;
    }

    @Override
    public void at(Job job) {
        bar.at(name, job.dealtWith(), job.total());
    }

    @Override
    public void say(String what) {
        System.err.println("refundctl: " + what);
    }
}
