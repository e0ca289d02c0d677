package io.github.refundworker.ops.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the stack. It is restarted when it dies, unless it dies again and again. */
public final class Child {

    /** What the child's owner hears of; called from the child's own threads. */
    public interface Listener {

        /** It ended without being told to, and is being started again. */
        void restarting(Child child, int exitCode);

        /** It ended without being told to, soon after its start and too often in a row. */
        void gaveUp(Child child, int exitCode);
    }

    /** Deaths in a row, each within {@link #SHORT_LIFE}, after which a child is not started again. */
    public static final int MAX_SHORT_LIVES = 10;

    private static final Duration SHORT_LIFE = Duration.ofSeconds(30);
    private static final Duration PAUSE_BEFORE_RESTART = Duration.ofSeconds(1);

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Listener listener;
    private final Duration pauseBeforeRestart;

    private @Nullable Process process;
    private long startedNanos;
    private int deaths;
    private int shortLives;
    private boolean stopping;
    private boolean givenUp;

    /** @param command the JVM and its arguments; its main class has to be {@link Tether} */
    public Child(String name, List<String> command, Path log, Listener listener) {
        this(name, command, log, listener, PAUSE_BEFORE_RESTART);
    }

    Child(String name, List<String> command, Path log, Listener listener, Duration pauseBeforeRestart) {
        this.pauseBeforeRestart = pauseBeforeRestart;
        this.name = name;
        this.command = shielded(command);
        this.log = log;
        this.listener = listener;
    }

    /**
     * Ctrl-C in a terminal reaches every process of the group at once; the stack is to stop in order, so its children
     * leave the signal to the parent. A JVM keeps SIGINT and SIGHUP ignored if it starts that way.
     */
    private static List<String> shielded(List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
        all.addAll(command);
        return List.copyOf(all);
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public synchronized boolean givenUp() {
        return givenUp;
    }

    public synchronized int deaths() {
        return deaths;
    }

    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    public synchronized void start() {
        if (stopping) {
            return;
        }
        try {
            // Standard input stays a pipe that we hold and never write to: the child's tether.
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            startedNanos = System.nanoTime();
            started.onExit().thenAccept(ended -> Thread.ofVirtual().start(() -> ended(ended.exitValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(int exitCode) {
        boolean again;
        synchronized (this) {
            if (stopping) {
                return;
            }
            deaths++;
            boolean soon = System.nanoTime() - startedNanos < SHORT_LIFE.toNanos();
            shortLives = soon ? shortLives + 1 : 0;
            again = shortLives < MAX_SHORT_LIVES;
            givenUp = !again;
        }
        if (!again) {
            listener.gaveUp(this, exitCode);
            return;
        }
        listener.restarting(this, exitCode);
        try {
            Thread.sleep(pauseBeforeRestart);
            start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to end, and kills it if it has not ended after the grace. */
    public void stop(Duration grace) {
        Process running;
        synchronized (this) {
            stopping = true;
            running = process;
        }
        if (running == null) {
            return;
        }
        // Not Process.destroy: that closes the child's standard input too, and the tether would end it in mid-shutdown.
        running.toHandle().destroy();
        try {
            if (!running.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
