package io.github.refundworker.runtime;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the brokers answer; if not, which question they did not answer. */
final class KafkaIndicator implements HealthIndicator {
    private final KafkaWatch watch;

    KafkaIndicator(KafkaWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        String trouble = watch.trouble();
        return trouble == null
                ? Health.up().build()
                : Health.down().withDetail("waitingFor", trouble).build();
    }
}
