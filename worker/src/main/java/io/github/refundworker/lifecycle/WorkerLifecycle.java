package io.github.refundworker.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the steps as soon as their topics exist, without delaying the rest of the application. Stops them in the
 * order in which records pass through them. It stops before everything else, so that the probes answer until the
 * end.
 */
public final class WorkerLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STEP_STOP = Duration.ofSeconds(8);

    private final Preparation preparation;
    private final List<Step> steps;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread starter;
    private volatile @Nullable String waitingFor = "its own start";

    /** @param steps in the order in which records pass through them */
    public WorkerLifecycle(Preparation preparation, List<Step> steps) {
        this.preparation = preparation;
        this.steps = List.copyOf(steps);
    }

    @Override
    public void start() {
        starter = Thread.ofPlatform().name("startup").start(this::startWhenReady);
    }

    private void startWhenReady() {
        try {
            while (stopping.getCount() > 0 && !isPrepared()) {
                stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (stopping.getCount() > 0) {
                // From the last to the first, so that each record finds its next step running.
                steps.reversed().forEach(Step::start);
                waitingFor = null;
                log.info("started: {}", steps.stream().map(Step::name).toList());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            waitingFor = "a person: the start failed with " + e;
            log.error("the start failed", e);
        }
    }

    private boolean isPrepared() {
        try {
            preparation.prepare();
            return true;
        } catch (NotReadyException e) {
            if (!String.valueOf(e.getMessage()).equals(waitingFor)) {
                log.warn("waiting for {}", e.getMessage());
            }
            waitingFor = e.getMessage();
            return false;
        }
    }

    /** The longest time that a stop takes: a start that is under way, then each step. For the manifests of a deployment. */
    public static Duration longestStop(long steps) {
        return STEP_STOP.multipliedBy(1 + steps);
    }

    @Override
    public void stop() {
        stopping.countDown();
        Thread starting = starter;
        if (starting != null) {
            try {
                starting.join(STEP_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            starter = null;
        }
        for (Step step : steps) {
            step.stop(STEP_STOP);
        }
        log.info("stopped");
    }

    @Override
    public boolean isRunning() {
        return starter != null;
    }

    /** What the start waits for. Absent once it is done. */
    @Nullable
    public String waitingFor() {
        return waitingFor;
    }

    public List<Step> steps() {
        return steps;
    }
}
