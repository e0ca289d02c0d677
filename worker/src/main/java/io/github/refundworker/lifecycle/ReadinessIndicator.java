package io.github.refundworker.lifecycle;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready when every step is ready. Otherwise it says what is missing. */
public final class ReadinessIndicator implements HealthIndicator {
    private final WorkerLifecycle worker;

    public ReadinessIndicator(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public Health health() {
        String waitingFor = worker.waitingFor();
        if (waitingFor != null) {
            return Health.down().withDetail("waitingFor", waitingFor).build();
        }
        Health.Builder health = Health.up();
        for (Step step : worker.steps()) {
            String trouble = step.trouble();
            if (trouble != null) {
                health.down().withDetail(step.name(), trouble);
            }
        }
        return health.build();
    }
}
