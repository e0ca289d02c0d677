package io.github.refundworker.http;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.webhook.NoticeWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** Provides the writer of webhooks once its topic exists. */
public final class NoticeStep implements Step {
    private final ChargeLog log;
    private final Map<String, Object> producerConfig;
    private final MeterRegistry registry;
    private volatile @Nullable Running running;

    private record Running(
            NoticeWriter writer, KafkaProducer<byte[], byte[]> producer, KafkaClientMetrics producerMetrics) {}

    /** @param producerConfig of {@link KafkaClients#inputProducer} */
    NoticeStep(ChargeLog log, Map<String, Object> producerConfig, MeterRegistry registry) {
        this.log = log;
        this.producerConfig = Map.copyOf(producerConfig);
        this.registry = registry;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void start() {
        var producer = new KafkaProducer<byte[], byte[]>(producerConfig);
        KafkaClientMetrics producerMetrics = new KafkaClientMetrics(producer);
        producerMetrics.bindTo(registry);
        running = new Running(new NoticeWriter(producer, log), producer, producerMetrics);
    }

    /** Absent before the start and after the stop. */
    @Nullable
    NoticeWriter writer() {
        Running now = running;
        return now == null ? null : now.writer;
    }

    @Override
    public void stop(Duration within) {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        running = null;
        stopping.producer.close(within);
        stopping.producerMetrics.close();
    }

    @Override
    public @Nullable String trouble() {
        return running == null ? "not running" : null;
    }

    @Override
    public boolean isDead() {
        return false;
    }
}
