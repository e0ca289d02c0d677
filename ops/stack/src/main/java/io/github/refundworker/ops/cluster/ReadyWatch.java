package io.github.refundworker.ops.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks every worker a few times a second whether it is ready, as a load balancer does, and remembers each change. */
final class ReadyWatch implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final long EVERY_MS = 250;

    private final IntFunction<URI> readiness;
    private final List<URI> workers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final List<Change> changes = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("ready").unstarted(this::run);

    /** @param ready whether all workers were ready from then on */
    record Change(long at, boolean ready) {}

    /**
     * @param workers how many are watched
     * @param readiness where each says whether it is ready
     */
    ReadyWatch(int workers, IntFunction<URI> readiness) {
        this.readiness = readiness;
        this.workers = IntStream.range(0, workers).mapToObj(readiness).toList();
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean ready = true;
                for (URI worker : workers) {
                    ready &= isReady(worker);
                }
                saw(System.nanoTime(), ready);
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(URI worker) throws InterruptedException {
        HttpResponse<String> answer = ask(worker);
        return answer != null && answer.statusCode() == 200;
    }

    private @Nullable HttpResponse<String> ask(URI worker) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(worker).timeout(LIMIT).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether the worker is ready now. */
    boolean isReady(int worker) throws InterruptedException {
        return isReady(readiness.apply(worker));
    }

    /** Whether a probe of that address succeeds. */
    boolean succeeds(URI probe) throws InterruptedException {
        return isReady(probe);
    }

    /** What the worker says of its readiness; empty if it does not answer. */
    Optional<String> says(int worker) throws InterruptedException {
        return Optional.ofNullable(ask(readiness.apply(worker))).map(HttpResponse::body);
    }

    synchronized void saw(long at, boolean ready) {
        if (changes.isEmpty() || changes.getLast().ready() != ready) {
            changes.add(new Change(at, ready));
        }
    }

    synchronized boolean isReady() {
        return !changes.isEmpty() && changes.getLast().ready();
    }

    /** When somebody was first not ready after the moment; empty if everybody was ready all the time. */
    synchronized OptionalLong firstUnready(long moment) {
        return changes.stream()
                .filter(change -> !change.ready() && change.at() >= moment)
                .mapToLong(Change::at)
                .min();
    }

    /** When everybody was ready for good after the moment; empty if nothing changed since. */
    synchronized OptionalLong lastReady(long moment) {
        return changes.stream()
                .filter(change -> change.ready() && change.at() >= moment)
                .mapToLong(Change::at)
                .max();
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
