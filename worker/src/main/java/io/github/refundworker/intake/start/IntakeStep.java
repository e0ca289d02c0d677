package io.github.refundworker.intake.start;

import io.github.refundworker.cluster.KafkaClients;
import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.intake.Intake;
import io.github.refundworker.intake.IntakeSettings;
import io.github.refundworker.lifecycle.Step;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** Runs intake in a listener container, batch by batch. A failed batch is repeated until it succeeds. */
public final class IntakeStep implements Step {
    private static final Logger log = LoggerFactory.getLogger(IntakeStep.class);
    private static final long RETRY_MS = 1_000;

    private static final String TAKEN =
            "another process took its refunds.instance-id; stop one of the two, or give it another id";

    private static final long OFFSETS_EVERY_MS = 500;

    private final String name;
    private final IntakeSettings settings;
    private final String topic;
    private final int threads;
    private final Map<String, Object> consumerConfig;
    private final Map<String, Object> producerConfig;
    private final DeadLetterFlood unreadable;
    private final DeadLetterFlood undecidable;
    private final StepSpans spans;
    private final MeterRegistry registry;

    private volatile @Nullable Running running;
    private volatile boolean joined;
    private volatile @Nullable String trouble;
    private volatile @Nullable String ended;

    private record Running(
            Intake intake,
            ConcurrentMessageListenerContainer<byte[], byte[]> container,
            Producer<byte[], byte[]> producer,
            KafkaClientMetrics producerMetrics) {}

    /**
     * @param consumerConfig of {@link KafkaClients#intakeConsumer}
     * @param producerConfig of {@link KafkaClients#inputProducer}
     * @param undecidable the results of requests in the decide step
     */
    IntakeStep(
            String name,
            IntakeSettings settings,
            String topic,
            int threads,
            Map<String, Object> consumerConfig,
            Map<String, Object> producerConfig,
            DeadLetterFlood unreadable,
            DeadLetterFlood undecidable,
            StepSpans spans,
            MeterRegistry registry) {
        this.name = name;
        this.settings = settings;
        this.topic = topic;
        this.threads = threads;
        this.consumerConfig = Map.copyOf(consumerConfig);
        this.producerConfig = Map.copyOf(producerConfig);
        this.unreadable = unreadable;
        this.undecidable = undecidable;
        this.spans = spans;
        this.registry = registry;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        var producer = new KafkaProducer<byte[], byte[]>(producerConfig);
        KafkaClientMetrics producerMetrics = new KafkaClientMetrics(producer);
        producerMetrics.bindTo(registry);
        Intake intake = new Intake(settings, topic, producer, unreadable, undecidable, spans, registry);
        var container = container(intake);
        running = new Running(intake, container, producer, producerMetrics);
        container.start();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(Intake intake) {
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setMessageListener((BatchMessageListener<byte[], byte[]>) batch -> take(intake, batch));
        // A commit costs the broker as much as a write. At least once is enough: after a crash, intake takes half a
        // second of requests again. The container also commits when it stops and when it gives partitions away.
        properties.setAckMode(ContainerProperties.AckMode.TIME);
        properties.setAckTime(OFFSETS_EVERY_MS);
        // The container checks the time between polls, so it commits the last batch of a burst no later than others.
        properties.setPollTimeout(OFFSETS_EVERY_MS);
        // The next batch does not wait for the acknowledgement of the last batch's offsets.
        properties.setSyncCommits(false);
        // The next commit says it too; while a broker is away, commits fail all the time.
        properties.setCommitCallback((offsets, failure) -> {
            if (failure != null) {
                log.debug("offsets of {} were not committed", topic, failure);
            }
        });
        properties.setConsumerRebalanceListener(new Joined());
        var factory = new LeavingConsumers(consumerConfig);
        factory.addListener(new MicrometerConsumerListener<>(registry));
        var container = new ConcurrentMessageListenerContainer<>(factory, properties);
        container.setConcurrency(threads);
        container.setBeanName(name);
        container.setCommonErrorHandler(untilItSucceeds());
        container.setApplicationEventPublisher(this::heard);
        return container;
    }

    /**
     * The container ends a consumer without an exception if reading is forbidden or another process has its
     * identity.
     */
    private void heard(Object event) {
        if (event instanceof ConsumerStoppedEvent stopped
                && stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
            log.error("the intake stops topic={} reason={}", topic, stopped.getReason());
            ended = "its consumer ended and reads no more requests: " + why(stopped.getReason());
        }
    }

    private static String why(ConsumerStoppedEvent.Reason reason) {
        return switch (reason) {
            case AUTH -> "the brokers do not permit it";
            case FENCED -> TAKEN;
            case NO_OFFSET -> "its offsets are gone";
            case ABNORMAL, ERROR, NORMAL -> "the log says why";
        };
    }

    private static DefaultErrorHandler untilItSucceeds() {
        var handler = new DefaultErrorHandler(new FixedBackOff(RETRY_MS, FixedBackOff.UNLIMITED_ATTEMPTS));
        // By default the container does not retry some exceptions, and skips a record that it does not retry.
        handler.setClassifications(Map.of(), true);
        // Logged once, when the trouble begins.
        handler.setLogLevel(KafkaException.Level.DEBUG);
        return handler;
    }

    private void take(Intake intake, List<ConsumerRecord<byte[], byte[]>> batch) {
        int taken = takeAll(intake, batch);
        if (taken < batch.size()) {
            throw new BatchListenerFailedException("not taken in a flood of dead letters", taken);
        }
    }

    private int takeAll(Intake intake, List<ConsumerRecord<byte[], byte[]>> batch) {
        int taken;
        try {
            taken = intake.take(batch);
        } catch (RuntimeException e) {
            if (trouble == null) {
                log.warn("requests wait, and intake retries them until it succeeds: {}", e.toString());
            }
            trouble = String.valueOf(e.getMessage());
            throw e;
        }
        if (trouble != null) {
            log.info("requests are taken again");
            trouble = null;
        }
        return taken;
    }

    /** Finishes the current batch first. */
    @Override
    public void stop(Duration within) {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        stopping.container.getContainerProperties().setShutdownTimeout(within.toMillis());
        stopping.container.stop();
        stopping.producer.close(Duration.ofSeconds(1));
        stopping.producerMetrics.close();
        running = null;
    }

    @Override
    public @Nullable String trouble() {
        Running now = running;
        if (now == null) {
            return "not running";
        }
        String end = ended;
        if (end != null) {
            return end;
        }
        if (!joined) {
            return "joining its consumer group";
        }
        return trouble != null ? trouble : now.intake.refusal();
    }

    @Override
    public boolean isDead() {
        return ended != null;
    }

    private final class Joined implements ConsumerAwareRebalanceListener {
        @Override
        public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            joined = true;
        }
    }

    /**
     * Makes a consumer leave its group when it stops. A static member would keep its partitions until its session
     * ends, and other processes need not wait for that.
     */
    private static final class LeavingConsumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {
        LeavingConsumers(Map<String, Object> config) {
            super(config);
        }

        @Override
        protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> config) {
            return new ExtendedKafkaConsumer(config) {
                /**
                 * The container calls this before it closes. A static member then forgets its identity and cannot
                 * leave the group.
                 */
                @Override
                public void unsubscribe() {}

                @Override
                public void close() {
                    super.close(
                            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
                }
            };
        }
    }
}
