package io.github.refundworker.ops.terminal;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A progress bar for each phase of something long, on a terminal alone. Several threads may move it. */
public final class Bar implements AutoCloseable {

    private final boolean shown = Screen.isTerminal();
    private String phase = "";
    private @Nullable ProgressBar bar;

    public synchronized void at(String name, long ended, long of) {
        if (!shown) {
            return;
        }
        ProgressBar current = bar;
        if (current == null || !phase.equals(name)) {
            close();
            phase = name;
            current = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(of)
                    .continuousUpdate()
                    .build();
            bar = current;
        }
        current.stepTo(ended);
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
