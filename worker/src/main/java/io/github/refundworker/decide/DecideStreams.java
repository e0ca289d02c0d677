package io.github.refundworker.decide;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the topology. Its topics and its committed offsets must be there before it starts. */
public final class DecideStreams {
    private static final Logger log = LoggerFactory.getLogger(DecideStreams.class);

    /** Room for a dead letter of the largest request and its headers. */
    private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

    /** When the engine commits by itself. */
    private static final Duration BACKSTOP = Duration.ofSeconds(10);

    private final DecideSettings settings;
    private final StreamsSettings streamsSettings;
    private final DecisionFunction decider;
    private final Supplier<@Nullable Instant> brokersTime;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final MeterRegistry registry;
    private final CommittedCharges charges;

    private final RestoreProgress restore;

    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable KafkaStreamsMetrics streamsMetrics;
    private volatile @Nullable String stoppedBecause;
    private volatile @Nullable String failing;

    /**
     * Makes what has yet to be started.
     *
     * @param brokersTime what tells what is due; absent while it is not known
     * @param flood is told what becomes of each request
     * @param spans one an input, of those that have a trace
     */
    public DecideStreams(
            DecideSettings settings,
            StreamsSettings streamsSettings,
            DecisionFunction decider,
            Supplier<@Nullable Instant> brokersTime,
            DeadLetterFlood flood,
            StepSpans spans,
            MeterRegistry registry) {
        this.settings = settings;
        this.streamsSettings = streamsSettings;
        this.decider = decider;
        this.brokersTime = brokersTime;
        this.flood = flood;
        this.spans = spans;
        this.registry = registry;
        this.charges = new CommittedCharges(settings.partitions(), streamsSettings.address(), () -> streams);
        this.restore = new RestoreProgress(registry);
    }

    /** Returns at once; {@link #state} tells how far it is. */
    public synchronized void start() {
        PacedClients clients = new PacedClients(this::newPacer, charges);
        DecideMetrics metrics = new DecideMetrics(registry, settings);
        KafkaStreams started = new KafkaStreams(
                DecideTopology.build(
                        settings,
                        () -> new DecideProcessor(
                                settings, decider, brokersTime, metrics, flood, spans, charges, clients::pacer)),
                config(streamsSettings),
                clients);
        ThreadReplacement replacement =
                new ThreadReplacement(System::nanoTime, d -> LockSupport.parkNanos(d.toNanos()), this::stopped);
        started.setUncaughtExceptionHandler(exception -> {
            failing = causeOf(exception);
            return replacement.handle(exception);
        });
        started.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                failing = null;
            }
        });
        started.setGlobalStateRestoreListener(restore);
        KafkaStreamsMetrics meters = new KafkaStreamsMetrics(started);
        meters.bindTo(registry);
        streamsMetrics = meters;
        streams = started;
        started.start();
    }

    private CommitPacer newPacer() {
        StreamsSettings.Commits commits = streamsSettings.commits();
        return new CommitPacer(System::nanoTime, commits.minPause(), commits.maxPause());
    }

    /** Only what brokers and clients say is quoted: anything else could have a customer's words in it. */
    private static String causeOf(Throwable exception) {
        Throwable deepest = exception;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest instanceof ApiException said && said.getMessage() != null
                ? said.getMessage()
                : deepest.getClass().getSimpleName();
    }

    private void stopped(String reason) {
        stoppedBecause = reason;
        log.error("decide stops: {}", reason);
    }

    /** Finishes what it has, and commits it. */
    public synchronized void close(Duration timeout) {
        KafkaStreams running = streams;
        KafkaStreamsMetrics meters = streamsMetrics;
        if (running != null && !running.close(closing(timeout))) {
            log.warn("decide did not close within {}; what it had not committed will be decided again", timeout);
        }
        if (meters != null) {
            meters.close();
        }
        streams = null;
        streamsMetrics = null;
    }

    /**
     * Whoever has a copy of the stores takes over at once. Where nobody has, the partitions are kept for this process: it
     * is back sooner than their stores would be restored.
     */
    private CloseOptions closing(Duration timeout) {
        return CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(
                        streamsSettings.standbys() > 0
                                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    /** Absent before the start and after the end. */
    public KafkaStreams.@Nullable State state() {
        KafkaStreams running = streams;
        return running == null ? null : running.state();
    }

    /** Can be asked at any time, and says so itself while it cannot answer. */
    public StoredCharges charges() {
        return charges;
    }

    /** Records of the changelogs that are still to be read. */
    public long restoring() {
        return restore.remaining();
    }

    /** What a thread died of, until another has taken its place and runs; the engine calls itself running meanwhile. */
    public @Nullable String failingBecause() {
        return failing;
    }

    /** Why no other thread was started for one that died. */
    public @Nullable String stoppedBecause() {
        return stoppedBecause;
    }

    static Properties config(StreamsSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.clients());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-" + settings.instanceId());
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.address().get());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.changelogReplicas());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        // A store's cache would hold changelog records back until the commit, which then has them all to write.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // The pacer asks for every commit. The engine counts from its own last one, and would commit between the
        // pacer's
        // with a short interval.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, BACKSTOP.toMillis());
        config.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
                Integer.toString(settings.changelogMinInSync()));
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "none");
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                settings.sessionTimeout().toMillis());
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                settings.heartbeat().toMillis());
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
