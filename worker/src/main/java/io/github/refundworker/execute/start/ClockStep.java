package io.github.refundworker.execute.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.clock.ClockProbe;
import io.github.refundworker.execute.ExecutorKafka;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** Compares the process's clock with the brokers' clocks, for all other steps. */
public final class ClockStep implements Step {
    private final ClockOffset offset;
    private final String topic;
    private final String instanceId;
    private final Map<String, Object> kafka;
    private final MeterRegistry registry;
    private volatile @Nullable Running running;

    private record Running(ClockProbe probe, KafkaProducer<byte[], byte[]> producer) {}

    /** @param kafka settings of every Kafka client */
    public ClockStep(
            ClockOffset offset, String topic, String instanceId, Map<String, Object> kafka, MeterRegistry registry) {
        this.offset = offset;
        this.topic = topic;
        this.instanceId = instanceId;
        this.kafka = kafka;
        this.registry = registry;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public void start() {
        Metric.CLOCK_OFFSET.gauge(registry, offset, ClockStep::seconds);
        var producer = new KafkaProducer<byte[], byte[]>(ExecutorKafka.producer(kafka));
        ClockProbe probe = new ClockProbe(offset, producer, topic, instanceId.getBytes(UTF_8), System::nanoTime);
        running = new Running(probe, producer);
        probe.start();
    }

    private static double seconds(ClockOffset offset) {
        Duration ahead = offset.ahead();
        return ahead == null ? Double.NaN : ahead.toMillis() / 1e3;
    }

    @Override
    public void stop(Duration within) {
        Running stopping = running;
        if (stopping != null) {
            stopping.probe.stop();
            stopping.producer.close(Duration.ofSeconds(1));
        }
    }

    @Override
    public @Nullable String trouble() {
        return offset.trouble();
    }

    @Override
    public boolean isDead() {
        return false;
    }
}
