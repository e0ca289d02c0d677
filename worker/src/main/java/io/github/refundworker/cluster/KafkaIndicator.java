package io.github.refundworker.cluster;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the brokers answer, and if not, which question they did not answer. It also shows where an open
 * transaction holds readers back. The status is then still up, because the steps work and the transaction is often
 * an upstream system's.
 */
public final class KafkaIndicator implements HealthIndicator {
    private final KafkaWatch watch;

    public KafkaIndicator(KafkaWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        String trouble = watch.trouble();
        if (trouble != null) {
            return Health.down().withDetail("waitingFor", trouble).build();
        }
        Health.Builder health = Health.up();
        String heldBack = watch.heldBack();
        if (heldBack != null) {
            health.withDetail("heldBack", heldBack);
        }
        return health.build();
    }
}
