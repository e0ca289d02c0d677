package io.github.refundworker.ops.terminal;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar for each phase of something long, on a terminal alone. Several threads may move it.
 *
 * <p>It is as long as a customary line. Left alone, the library asks JLine how long one is, and that takes the handling of
 * SIGINT for its own: Ctrl-C would end the process on the spot, before what is in its hands is finished and recorded.
 */
public final class Bar implements AutoCloseable {

    private static final int LENGTH = 79;

    private final boolean shown;
    private String phase = "";
    private long began;
    private @Nullable ProgressBar bar;
    private @Nullable Line line;

    public Bar() {
        this(Screen.isTerminal());
    }

    Bar(boolean shown) {
        this.shown = shown;
    }

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
            Line below = new Line();
            line = below;
            current = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(of)
                    .startsFrom(ended, Duration.ofNanos(System.nanoTime() - began))
                    .setConsumer(below)
                    .continuousUpdate()
                    .build();
            bar = current;
        }
        current.stepTo(ended);
    }

    /** On standard error. The bar goes on below it, as the line would stand in it otherwise. */
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
        if (line != null) {
            line.close();
            line = null;
        }
    }

    /** Where a bar is drawn. The library does not end the line of a bar that it is told to close before its timer has drawn it once. */
    private static final class Line extends ConsoleProgressBarConsumer {

        private boolean ended;

        Line() {
            super(System.err, LENGTH);
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                super.close();
            }
        }
    }
}
