package io.github.refundworker.ops.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the cluster. Only {@link Nemesis} starts it again after it has ended, and it ends with the drill. Safe
 * for use by several threads.
 */
final class DrillProcess {

    private static final int SHORTEST_PAUSE_SECONDS = 1;

    private final String name;
    private List<String> command;
    private final Path log;

    /** What moves the clock of a process, where the machine has it. */
    private static final List<Path> CLOCK_MOVERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));

    private @Nullable Process process;
    private boolean closed;

    /** @param command whose main class is {@link io.github.refundworker.ops.process.Tether} */
    DrillProcess(String name, List<String> command, Path log) {
        this.name = name;
        this.command = command;
        this.log = log;
    }

    /** Runs this command from its next start on. */
    synchronized void command(List<String> next) {
        command = next;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    void start() throws IOException {
        start(Map.of());
    }

    static boolean canMoveClocks() {
        return CLOCK_MOVERS.stream().anyMatch(Files::exists);
    }

    /** Starts with a clock that is ahead; the time that passes is the right one. */
    void startAhead(Duration by) throws IOException {
        Path mover = CLOCK_MOVERS.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IOException("libfaketime is not installed, which moves the clock of a process"));
        start(Map.of("LD_PRELOAD", mover.toString(), "FAKETIME", "+" + by.toSeconds(), "DONT_FAKE_MONOTONIC", "1"));
    }

    private synchronized void start(Map<String, String> environment) throws IOException {
        if (closed) {
            return;
        }
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        // Ctrl-C reaches all processes of the terminal; these are ended by the drill.
        List<String> shielded = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
        shielded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(shielded)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** {@code kill -9}; returns when the process is gone. */
    void kill() throws InterruptedException {
        Process running = running();
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** SIGTERM; returns when the process has ended, and kills it if that takes too long. */
    void stop(Duration limit) throws InterruptedException {
        Process running = running();
        if (running != null) {
            // Not Process.destroy: that closes the standard input too, and the tether would end it in mid-shutdown.
            running.toHandle().destroy();
            if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        }
    }

    /**
     * SIGSTOP, and SIGCONT after a while; returns when the process goes on. A shell of its own sends both, so that a
     * process goes on, and finds its tether cut, even if the drill is killed meanwhile.
     */
    void pause(Duration length) throws IOException, InterruptedException {
        Process running = running();
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        String pid = Long.toString(running.pid());
        long seconds = Math.max(SHORTEST_PAUSE_SECONDS, length.toSeconds());
        new ProcessBuilder(
                        "/bin/sh", "-c", "trap '' INT HUP; kill -STOP $0; sleep $1; kill -CONT $0", pid, "" + seconds)
                .start()
                .waitFor();
    }

    /**
     * Has every write to a file fail that would make a file longer, as on a full disk, or lets them succeed again. The
     * limit is one of the process's own, so that no other one feels it, and no right is needed.
     */
    void fillDisk(boolean full) throws IOException, InterruptedException {
        Process running = running();
        if (running != null && running.isAlive()) {
            int exit = new ProcessBuilder(
                            "prlimit",
                            "--pid",
                            Long.toString(running.pid()),
                            "--fsize=" + (full ? "0" : "unlimited") + ":")
                    .start()
                    .waitFor();
            if (exit != 0 && running.isAlive()) {
                throw new IOException("prlimit ended with " + exit);
            }
        }
    }

    private synchronized @Nullable Process running() {
        return process;
    }

    /** Ends the process for good. */
    void close() {
        Process running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
