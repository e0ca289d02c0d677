package io.github.refundworker.lifecycle;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Alive unless a new process could do better. */
public final class LivenessIndicator implements HealthIndicator {
    private final WorkerLifecycle worker;

    public LivenessIndicator(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (Step step : worker.steps()) {
            if (step.isDead()) {
                health.down().withDetail(step.name(), String.valueOf(step.trouble()));
            }
        }
        return health.build();
    }
}
