package io.github.refundworker.decide.engine;

import io.github.refundworker.deadletter.DeadLetterFlood;
import io.github.refundworker.decide.DecideMetrics;
import io.github.refundworker.decide.DecideProcessor;
import io.github.refundworker.decide.DecideSettings;
import io.github.refundworker.decide.DecideTopology;
import io.github.refundworker.decide.DecisionFunction;
import io.github.refundworker.decide.StandstillException;
import io.github.refundworker.decide.Standstills;
import io.github.refundworker.decide.commit.CommitMeters;
import io.github.refundworker.decide.commit.CommitPacer;
import io.github.refundworker.decide.store.BoundedRocksDb;
import io.github.refundworker.decide.store.CommittedCharges;
import io.github.refundworker.decide.store.OutdatedStores;
import io.github.refundworker.decide.store.StoredCharges;
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

/** Runs the topology. Its topics and committed offsets must exist before it starts. */
public final class DecideStreams {
    private static final Logger log = LoggerFactory.getLogger(DecideStreams.class);

    /** Room for a dead letter of the largest request and its headers. */
    private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

    /** The maximum age of unused stores: half of the time for which their changelogs keep tombstones. */
    public static final Duration STORE_MAX_AGE = Duration.ofDays(7);

    /**
     * The retry interval of a request that the broker refused because it still finishes the last transaction. The
     * client's default of 100 ms would be most of a refund's time. Transactional requests have no exponential
     * backoff, so a much shorter interval would burden a coordinator that is loading.
     */
    private static final long RETRY_BACKOFF_MS = 10;

    /** The interval of Kafka Streams' regular commit, which commits the offsets of ignored inputs. */
    private static final Duration BACKSTOP = Duration.ofSeconds(2);

    private final DecideSettings settings;
    private final StreamsSettings streamsSettings;
    private final DecisionFunction decider;
    private final Supplier<@Nullable Instant> brokersTime;
    private final DeadLetterFlood flood;
    private final StepSpans spans;
    private final MeterRegistry registry;
    private final CommittedCharges charges;
    private final Standstills standstills;
    private final RestoreProgress restore;

    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable KafkaStreamsMetrics streamsMetrics;
    private volatile @Nullable String stoppedBecause;
    private volatile @Nullable String failing;

    /**
     * Creates the step; it is not started yet.
     *
     * @param brokersTime the time for due times; absent while it is unknown
     * @param flood is told the result of each request
     * @param spans a span for each input with a trace
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
        this.standstills = new Standstills(settings.names().inputs(), registry);
        this.restore = new RestoreProgress(registry);
    }

    /** Starts the step and returns at once; {@link #state} shows the progress. */
    public synchronized void start() {
        // By the machine's clock, because file times use it too.
        OutdatedStores.delete(
                streamsSettings.stateDirectory().resolve(streamsSettings.applicationId()),
                Instant.now(),
                STORE_MAX_AGE);
        PacedClients clients = new PacedClients(this::newPacer, charges, standstills, new CommitMeters(registry));
        DecideMetrics metrics = new DecideMetrics(registry, settings);
        KafkaStreams started = new KafkaStreams(
                DecideTopology.build(
                        settings,
                        () -> new DecideProcessor(
                                settings,
                                decider,
                                brokersTime,
                                metrics,
                                flood,
                                spans,
                                charges,
                                standstills,
                                clients::pacer)),
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

    /**
     * Quotes only messages of brokers, clients and standstills, because any other message could contain a customer's
     * text.
     */
    private static String causeOf(Throwable exception) {
        Throwable deepest = exception;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return (deepest instanceof ApiException || deepest instanceof StandstillException)
                        && deepest.getMessage() != null
                ? deepest.getMessage()
                : deepest.getClass().getSimpleName();
    }

    private void stopped(String reason) {
        stoppedBecause = reason;
        log.error("decide stops: {}", reason);
    }

    /** Finishes the current work and commits it. */
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
     * With standbys, the process leaves its group, so that a standby takes over at once. Without standbys, the
     * partitions stay reserved for this process, because it returns before another process could restore the stores.
     */
    private CloseOptions closing(Duration timeout) {
        return CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(
                        streamsSettings.standbys() > 0
                                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    /** The state of Kafka Streams. Absent before the start and after the end. */
    public KafkaStreams.@Nullable State state() {
        KafkaStreams running = streams;
        return running == null ? null : running.state();
    }

    /** The committed charges. They can be asked at any time, and throw while they cannot answer. */
    public StoredCharges charges() {
        return charges;
    }

    /** Number of changelog records that are still to be restored. */
    public long restoring() {
        return restore.remaining();
    }

    /**
     * The failure of a thread that died, until its replacement runs. Kafka Streams reports itself as running
     * meanwhile.
     */
    public @Nullable String failingBecause() {
        return failing;
    }

    /** The stopped partitions with their reasons. Absent without one. */
    public @Nullable String standingStillBecause() {
        return standstills.trouble();
    }

    /** Why a thread that died was not replaced. */
    public @Nullable String stoppedBecause() {
        return stoppedBecause;
    }

    public static Properties config(StreamsSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.clients());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-" + settings.processName());
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.address().get());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.changelogReplicas());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        // A store's cache would hold changelog records back until the commit, which would then write all of them.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // The pacer asks for every commit. Kafka Streams counts from its own last commit, so with a short interval it
        // would also commit between them.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, BACKSTOP.toMillis());
        // A task has one input topic and need not wait for another.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
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
        config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MS);
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
