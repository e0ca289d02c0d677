package io.github.refundworker.ops.terminal;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar for each phase of something long, on a terminal alone. Several threads may move it. */
public final class Bar implements AutoCloseable {

    private final boolean shown = Screen.isTerminal();
    private String phase = "";
    private long began;
    private @Nullable ProgressBar bar;

    public synchronized void at(String name, long ended, long of) {
        if (!shown) {
            return;
        }
        if (!phase.equals(name)) {
            close();
            phase = name;
            began = System.nanoTime();
        }
        ProgressBar current = bar;
        if (current == null) {
            current = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(of)
                    .startsFrom(ended, Duration.ofNanos(System.nanoTime() - began))
                    .continuousUpdate()
                    .build();
            bar = current;
        }
        current.stepTo(ended);
    }

    /** On standard error. The bar goes on below it, as it would overwrite what is written beneath. */
    public synchronized void say(String line) {
        close();
        System.err.println(line);
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
