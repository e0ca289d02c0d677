package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.ApiKey;
import io.github.refundworker.ops.client.JsonHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sends queries to the worker, each on a thread of its own, and records how long the answers took. */
final class Questioner implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int NO_ANSWER = 0;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI worker;
    private final @Nullable String key;

    private final Histogram micros = histogram();
    private final Histogram followedMicros = histogram();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long behind;

    Questioner(URI worker, @Nullable String key) {
        this.worker = worker;
        this.key = key;
    }

    private static Histogram histogram() {
        return new Histogram(LIMIT.multipliedBy(2).toNanos() / 1_000, 3);
    }

    /**
     * @param atLeast the revision that the answer must have; 0 for any
     * @param due since when the answer is waited for, by {@link System#nanoTime}
     * @param measured whether it counts
     */
    void ask(String path, long atLeast, long due, boolean measured) {
        threads.execute(() -> {
            int status = NO_ANSWER;
            boolean isBehind = false;
            try {
                HttpResponse<byte[]> response = client.send(request(path), BodyHandlers.ofByteArray());
                status = response.statusCode();
                if (atLeast > 0 && status == 200) {
                    isBehind = JsonHttp.MAPPER
                                    .readTree(response.body())
                                    .path("revision")
                                    .asLong(0)
                            < atLeast;
                }
            } catch (IOException e) {
                // Counted as none.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (measured) {
                count(status, atLeast > 0, isBehind, System.nanoTime() - due);
            }
        });
    }

    private HttpRequest request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(worker.resolve(path)).timeout(LIMIT);
        if (key != null) {
            request.header(ApiKey.HEADER, key);
        }
        return request.build();
    }

    private synchronized void count(int status, boolean isFollowing, boolean isBehind, long nanos) {
        long took = Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), micros.getHighestTrackableValue());
        micros.recordValue(took);
        if (isFollowing) {
            followedMicros.recordValue(took);
        }
        statuses.merge(status, 1L, Long::sum);
        behind += isBehind ? 1 : 0;
    }

    /** Waits for the answers to all questions. */
    void finish() {
        threads.close();
    }

    synchronized double millis(double percentile) {
        return millis(micros, percentile);
    }

    synchronized double followedMillis(double percentile) {
        return millis(followedMicros, percentile);
    }

    private static double millis(Histogram micros, double percentile) {
        return Math.round(micros.getValueAtPercentile(percentile) / 10.0) / 100.0;
    }

    synchronized Map<Integer, Long> statuses() {
        return Map.copyOf(statuses);
    }

    synchronized long asked() {
        return micros.getTotalCount();
    }

    synchronized long followed() {
        return followedMicros.getTotalCount();
    }

    synchronized long behind() {
        return behind;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
