package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.ProviderClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Reads figures of provider and worker every other second while the load runs. More often would slow the load. */
final class Sampler implements AutoCloseable {

    private static final long PERIOD_MILLIS = 2_000;

    private final ProviderClient provider;
    private final WorkerProbe worker;
    private final Phase phase;
    private final LoadDrill.Progress progress;
    private final Thread thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::sample);

    private volatile long maxInFlight;
    private volatile WorkerProbe.Memory memory = new WorkerProbe.Memory(null, null, null);

    Sampler(ProviderClient provider, WorkerProbe worker, Phase phase, LoadDrill.Progress progress) {
        this.provider = provider;
        this.worker = worker;
        this.phase = phase;
        this.progress = progress;
    }

    void start() {
        thread.start();
    }

    private void sample() {
        try {
            while (true) {
                read();
                progress.at("measuring", phase.answered(), phase.count());
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // The load is over.
        }
    }

    private void read() {
        try {
            maxInFlight = Math.max(maxInFlight, provider.stats().inFlight());
        } catch (IOException e) {
            // It may be down for the moment; the next sample tells.
        }
        memory = memory.max(worker.read());
    }

    long maxInFlight() {
        return maxInFlight;
    }

    WorkerProbe.Memory memory() {
        return memory;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PERIOD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
