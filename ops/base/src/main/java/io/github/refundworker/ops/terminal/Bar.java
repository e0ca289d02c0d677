package io.github.refundworker.ops.terminal;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar for each phase of a long task, shown only on a terminal. Several threads may move it.
 *
 * <p>Its width is that of a usual line, or of the terminal if that is narrower. Without a given width, the library
 * would ask JLine, and JLine takes over SIGINT. Ctrl-C would then end the process at once, before the current work
 * is finished and recorded.
 */
public final class Bar implements AutoCloseable {

    private static final int MOST = 79;

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

    /** Prints a message above the bar. Otherwise the message would be on the bar's line. */
    public synchronized void say(String line) {
        close();
        Printer.say(line);
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

    /**
     * The line of a bar. It ends the line itself, because the library does not if the bar is closed before its timer
     * has drawn it once.
     */
    private static final class Line extends ConsoleProgressBarConsumer {

        private boolean ended;

        Line() {
            super(System.err, Math.min(MOST, Screen.columns() - 1));
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
