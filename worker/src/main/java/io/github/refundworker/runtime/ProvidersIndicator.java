package io.github.refundworker.runtime;

import io.github.refundworker.execute.start.ExecuteStep;
import io.github.refundworker.execute.start.ExecuteSteps;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.lifecycle.WorkerLifecycle;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of the providers. A provider that is down makes the worker degraded and not unready: its account waits,
 * the other accounts work, and another process could do no better.
 */
final class ProvidersIndicator implements HealthIndicator {
    /** A status outside every group's order, so it changes no aggregate status. */
    static final Status DEGRADED = new Status("DEGRADED");

    private final WorkerLifecycle worker;

    ProvidersIndicator(WorkerLifecycle worker) {
        this.worker = worker;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (Step step : worker.steps()) {
            if (step instanceof ExecuteSteps execute) {
                for (ExecuteStep account : execute.accounts()) {
                    String trouble = account.providerTrouble();
                    if (trouble != null) {
                        health.status(DEGRADED).withDetail(account.name(), trouble);
                    }
                }
            }
        }
        return health.build();
    }
}
