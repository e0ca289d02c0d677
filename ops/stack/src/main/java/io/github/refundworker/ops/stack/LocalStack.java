package io.github.refundworker.ops.stack;

import io.github.refundworker.ops.client.ApiKey;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.Reachability;
import io.github.refundworker.ops.client.StackAddress;
import io.github.refundworker.ops.process.Child;
import io.github.refundworker.ops.process.Directories;
import io.github.refundworker.ops.process.Installation;
import io.github.refundworker.ops.process.PortCheck;
import io.github.refundworker.ops.process.StackException;
import io.github.refundworker.ops.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Broker, simulator, worker and console of one stack, each a process of its own, started in order and stopped in reverse. */
public final class LocalStack implements AutoCloseable {

    private static final String WORKER = "worker";

    /** What the shell adds to a signal's number to make an exit code; Java reports it the same way. */
    private static final int SIGNALLED = 128;

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL_PAUSE = Duration.ofMillis(100);
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    /** A process that dies this often before it was ever up has something wrong with it. */
    private static final int DEATHS_AT_START = 3;

    private final StackCommands commands;
    private final StackOptions options;
    private final Path directory;
    private final Screen screen;
    private final JsonHttp http = new JsonHttp();
    private final List<Child> children = new ArrayList<>();

    private final BlockingQueue<String> failure = new LinkedBlockingQueue<>();

    private volatile boolean closing;

    public LocalStack(Installation installation, StackOptions options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.directory = options.address().directory(installation.root());
        this.commands = new StackCommands(installation, options, directory);
    }

    /** Where data and logs of the stack are. */
    Path directory() {
        return directory;
    }

    /** What lets into the worker's HTTP API. */
    String apiKey() {
        try {
            return ApiKey.in(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a person opens the console. */
    URI consoleEntrance() {
        try {
            return commands.consoleEntrance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonHttp http() {
        return http;
    }

    /**
     * Starts all and returns when worker and console are ready.
     *
     * @throws StackException if a port is taken or a process does not come up
     */
    public void start() {
        StackAddress address = options.address();
        PortCheck.requireFree(address.host(), ports());
        prepareDirectory();
        startBroker(address);
        // It starts while the others do.
        Child console = options.console() ? child("console", commands.console()) : null;
        if (options.provider() == StackOptions.Provider.SIMULATOR) {
            startSimulator(address);
        }
        startWorker(address);
        if (console != null) {
            URI health = address.consoleUri().resolve("/healthz");
            awaitUp(console, address.host() + ":" + address.console(), () -> answersOk(health));
        }
    }

    private Map<String, Integer> ports() {
        StackAddress address = options.address();
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("broker", address.broker());
        ports.put("controller", address.controller());
        if (options.provider() == StackOptions.Provider.SIMULATOR) {
            ports.put("simulator", address.simulator());
        }
        ports.put("worker", address.worker());
        ports.put("management", address.management());
        if (options.console()) {
            ports.put("console", address.console());
        }
        return ports;
    }

    private void prepareDirectory() {
        try {
            if (!options.keep()) {
                Directories.delete(directory);
            }
            Files.createDirectories(directory);
            commands.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startBroker(StackAddress address) {
        Child broker = child("broker", commands.broker());
        awaitUp(broker, address.bootstrap(), () -> brokerAnswers(address));
    }

    private void startSimulator(StackAddress address) {
        URI health = address.simulatorUri().resolve("/healthz");
        Child simulator = child("simulator", commands.simulator());
        awaitUp(simulator, address.host() + ":" + address.simulator(), () -> answersOk(health));
    }

    private void startWorker(StackAddress address) {
        Child worker = child(WORKER, commands.worker());
        awaitUp(worker, address.host() + ":" + address.worker(), this::workerReady);
    }

    private Child child(String name, List<String> command) {
        Child child = new Child(name, command, directory.resolve(name + ".log"), new Reporter());
        children.add(child);
        child.start();
        return child;
    }

    private interface Probe {
        boolean up() throws IOException;
    }

    private void awaitUp(Child child, String where, Probe probe) {
        long from = System.nanoTime();
        if (!cameUp(child, probe)) {
            if (closing) {
                throw new CancellationException("the stack was closed while it started");
            }
            throw new StackException("the " + child.name() + " did not come up; its log is " + child.log());
        }
        screen.line(
                "  %-10s %-16s up in %4.1f s, pid %d".formatted(child.name(), where, secondsSince(from), child.pid()));
    }

    private boolean cameUp(Child child, Probe probe) {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < until && !closing && child.deaths() < DEATHS_AT_START) {
            try {
                if (probe.up()) {
                    return true;
                }
            } catch (IOException e) {
                // Not yet.
            }
            try {
                Thread.sleep(POLL_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private void awaitReadyAgain(Child worker) {
        long from = System.nanoTime();
        Thread.ofVirtual().start(() -> {
            while (!closing && failure.isEmpty()) {
                if (isReady()) {
                    screen.line(
                            Screen.Tone.GOOD,
                            "the worker is ready again after %.1f s, pid %d"
                                    .formatted(secondsSince(from), worker.pid()));
                    return;
                }
                LockSupport.parkNanos(POLL_PAUSE.toNanos());
            }
        });
    }

    private boolean isReady() {
        try {
            return workerReady();
        } catch (IOException e) {
            return false;
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private boolean answersOk(URI uri) throws IOException {
        return http.get(uri).ok();
    }

    private boolean workerReady() throws IOException {
        return answersOk(options.address().workerUri().resolve("/readyz"));
    }

    private static boolean brokerAnswers(StackAddress address) {
        if (!Reachability.answers(address.bootstrap())) {
            return false;
        }
        Properties config = new Properties();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address.bootstrap());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
        try (Admin admin = Admin.create(config)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** The process id of each process of the stack. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        children.forEach(child -> pids.put(child.name(), child.pid()));
        return pids;
    }

    /** Waits until a process of the stack has died once too often; returns what there is to say about it. */
    String awaitFailure() throws InterruptedException {
        return failure.take();
    }

    private final class Reporter implements Child.Listener {

        @Override
        public void restarting(Child child, int exitCode) {
            screen.line(Screen.Tone.WARN, "the " + child.name() + " " + describe(exitCode) + ": starting it again");
            if (child.name().equals(WORKER)) {
                awaitReadyAgain(child);
            }
        }

        @Override
        public void gaveUp(Child child, int exitCode) {
            failure.add("the " + child.name() + " " + describe(exitCode) + ", " + Child.MAX_SHORT_LIVES
                    + " times in a row; its log is " + child.log());
        }

        private static String describe(int exitCode) {
            return exitCode > SIGNALLED
                    ? "was killed by signal " + (exitCode - SIGNALLED)
                    : "ended with exit code " + exitCode;
        }
    }

    @Override
    public void close() {
        closing = true;
        for (Child child : children.reversed()) {
            child.stop(STOP_GRACE);
        }
        http.close();
    }
}
