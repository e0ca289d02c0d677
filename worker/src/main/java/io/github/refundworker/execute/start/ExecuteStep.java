package io.github.refundworker.execute.start;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.cluster.Instance;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.execute.AccountExecutor;
import io.github.refundworker.execute.ExecutorHealth;
import io.github.refundworker.execute.ExecutorKafka;
import io.github.refundworker.execute.ExecutorSettings;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one account's executor, with Kafka clients of its own, so that no account waits for another.
 *
 * <p>Its constructor takes more than 10 parameters because it takes those of {@link AccountExecutor}.
 */
public final class ExecuteStep {
    private final AccountName account;
    private final TopicNames names;
    private final Instance instance;
    private final int partitions;
    private final Map<String, Object> kafka;
    private final ExecutorSettings settings;
    private final ProviderClient client;
    private final StepSpans spans;
    private final Supplier<String> merchant;
    private final ClockOffset offset;
    private final Clock clock;
    private final MeterRegistry registry;
    private volatile @Nullable Running running;

    private record Running(
            AccountExecutor executor, KafkaProducer<byte[], byte[]> producer, List<KafkaClientMetrics> metrics) {}

    /**
     * @param partitions of the commands topic
     * @param kafka settings of every Kafka client
     * @param merchant known by the time of the start
     */
    ExecuteStep(
            AccountName account,
            TopicNames names,
            Instance instance,
            int partitions,
            Map<String, Object> kafka,
            ExecutorSettings settings,
            ProviderClient client,
            StepSpans spans,
            Supplier<String> merchant,
            ClockOffset offset,
            Clock clock,
            MeterRegistry registry) {
        this.account = account;
        this.names = names;
        this.instance = instance;
        this.partitions = partitions;
        this.kafka = kafka;
        this.settings = settings;
        this.client = client;
        this.spans = spans;
        this.merchant = merchant;
        this.offset = offset;
        this.clock = clock;
        this.registry = registry;
    }

    public String name() {
        return account.value();
    }

    void start() {
        var consumer = new KafkaConsumer<byte[], byte[]>(
                ExecutorKafka.consumer(kafka, names.executeGroup(account), instance.id(), instance.name()));
        var producer = new KafkaProducer<byte[], byte[]>(ExecutorKafka.producer(kafka));
        List<KafkaClientMetrics> metrics = List.of(new KafkaClientMetrics(consumer), new KafkaClientMetrics(producer));
        metrics.forEach(meters -> meters.bindTo(registry));
        AccountExecutor executor = new AccountExecutor(
                account,
                names.commands(account),
                names.log(partitions),
                settings,
                client,
                consumer,
                producer,
                spans,
                merchant.get(),
                offset,
                clock,
                registry);
        running = new Running(executor, producer, metrics);
        executor.start();
    }

    void stop(Duration within) {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        stopping.executor.close(within);
        stopping.producer.close(Duration.ofSeconds(1));
        stopping.metrics.forEach(KafkaClientMetrics::close);
    }

    @Nullable
    String trouble() {
        Running now = running;
        if (now == null) {
            return "not running";
        }
        ExecutorHealth health = now.executor.health();
        return switch (health.state()) {
            case RUNNING -> null;
            case NEW, STOPPED -> "not running";
            case IMPAIRED, FAILED -> health.detail();
        };
    }

    /** Why the provider is not called as usual. Absent without a problem. */
    @Nullable
    public String providerTrouble() {
        Running now = running;
        return switch (now == null ? 0 : now.executor.breaker()) {
            case 0 -> null;
            case 1 -> "a few calls try whether it is back";
            default -> "most of its calls failed: its commands wait, and are tried again by themselves";
        };
    }

    boolean isDead() {
        Running now = running;
        return now != null && now.executor.health().state() == ExecutorHealth.State.FAILED;
    }
}
