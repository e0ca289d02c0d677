package io.github.refundworker.ops.cluster;

import io.github.refundworker.ops.cluster.Requests.Asked;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a steady rate during all faults. A batch that the brokers do not take is sent again until they take
 * it; other batches go on meanwhile, unless too many wait. One request in fifty is sent twice, as by an order system
 * that lost the broker's answer.
 */
final class Load implements AutoCloseable {

    private static final long BATCH_EVERY_MS = 500;
    private static final int BATCHES_AT_ONCE = 24;
    private static final int LARGEST_BATCH = 500;
    private static final long RETRY_MS = 200;
    private static final int ONE_IN_TWICE = 50;
    private static final int BUSY_CHARGES = 300;
    private static final Duration LAST_BATCHES = Duration.ofMinutes(1);
    private static final List<BigDecimal> AMOUNTS =
            List.of(new BigDecimal("1.00"), new BigDecimal("2.50"), new BigDecimal("0.07"));

    private final LoadClient client;
    private final Requests requests;
    private final int rate;
    private final int charges;
    private final SplittableRandom random;
    private final Semaphore room = new Semaphore(BATCHES_AT_ONCE);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Exception failure;
    private int made;

    /** @param charges to spread the requests over */
    Load(LoadClient client, Requests requests, int rate, int charges, long seed) {
        this.client = client;
        this.requests = requests;
        this.rate = rate;
        this.charges = charges;
        this.random = new SplittableRandom(seed);
        this.thread = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    static String chargeId(int charge) {
        return "cluster-c-" + charge;
    }

    private void run() {
        long start = System.nanoTime();
        try {
            while (!ended) {
                List<Asked> batch = due((System.nanoTime() - start) * rate / TimeUnit.SECONDS.toNanos(1));
                if (!batch.isEmpty()) {
                    room.acquire();
                    senders.execute(() -> untilTaken(batch));
                }
                TimeUnit.MILLISECONDS.sleep(BATCH_EVERY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Asked> due(long total) {
        List<Asked> batch = new ArrayList<>();
        while (made < total && batch.size() < LARGEST_BATCH) {
            made++;
            Asked asked = new Asked("cluster-r-" + made, charge(), AMOUNTS.get(random.nextInt(AMOUNTS.size())));
            batch.add(asked);
            if (random.nextInt(ONE_IN_TWICE) == 0) {
                batch.add(asked);
            }
        }
        return batch;
    }

    /** Every second request is on one of few charges; of the others most are the first of their charge. */
    private String charge() {
        return chargeId(random.nextInt(random.nextBoolean() ? Math.min(BUSY_CHARGES, charges) : charges));
    }

    /** Under the same ids each time, so that a request that was taken without our knowing is not a second one. */
    private void untilTaken(List<Asked> batch) {
        try {
            while (!sent(batch)) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
            long now = System.nanoTime();
            batch.forEach(asked -> requests.acknowledged(asked.requestId(), now));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            room.release();
        }
    }

    private boolean sent(List<Asked> batch) throws IOException, InterruptedException {
        long handed = System.nanoTime();
        batch.forEach(asked -> requests.handed(asked, handed));
        return client.send(batch);
    }

    /** Sends what is at hand and ends; what the brokers do not take in time is left. */
    void end() throws IOException, InterruptedException {
        ended = true;
        thread.join();
        senders.shutdown();
        if (!senders.awaitTermination(LAST_BATCHES.toSeconds(), TimeUnit.SECONDS)) {
            senders.shutdownNow();
        }
        if (failure != null) {
            throw new IOException("the load's client failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        senders.shutdownNow();
        client.close();
    }
}
