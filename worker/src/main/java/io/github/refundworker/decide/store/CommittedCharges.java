package io.github.refundworker.decide.store;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads this process's stores while its stream threads write to them, and knows which instances have the other
 * stores.
 */
public final class CommittedCharges implements StoredCharges {
    /** Longer than a commit takes. If the brokers are slow, a repeated query is better than a long wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int partitions;
    private final Supplier<String> address;
    private final Supplier<@Nullable KafkaStreams> streams;
    private final Map<Integer, PartitionView> views = new ConcurrentHashMap<>();
    private final ThreadLocal<Set<PartitionView>> changed =
            ThreadLocal.withInitial(() -> Collections.newSetFromMap(new IdentityHashMap<>()));

    /**
     * @param address of this instance, as other instances know it
     * @param streams the running engine, if it runs
     */
    public CommittedCharges(int partitions, Supplier<String> address, Supplier<@Nullable KafkaStreams> streams) {
        this.partitions = partitions;
        this.address = address;
        this.streams = streams;
    }

    // For the stream threads

    /** A task begins with a partition that has no uncommitted state. */
    public PartitionView open(int partition) {
        PartitionView view = new PartitionView();
        PartitionView former = views.put(partition, view);
        if (former != null) {
            former.close();
        }
        return view;
    }

    public void close(int partition, PartitionView view) {
        views.remove(partition, view);
        view.close();
    }

    /** The calling thread will write a charge in its open transaction. */
    public void changing(PartitionView view, ChargeId chargeId, byte @Nullable [] stored) {
        view.changing(chargeId, stored);
        changed.get().add(view);
    }

    /** The calling thread will commit its open transaction. */
    public void committing() {
        changed.get().forEach(PartitionView::committing);
    }

    public void committed() {
        Set<PartitionView> views = changed.get();
        views.forEach(PartitionView::committed);
        views.clear();
    }

    /** The calling thread's tasks will be closed, and their views with them. */
    public void aborted() {
        changed.get().clear();
    }

    // For all others

    @Override
    public Place place(int partition) {
        KafkaStreams running = streams.get();
        if (running == null) {
            return new Place.Unknown("the worker is starting or stopping");
        }
        if (views.containsKey(partition)) {
            return new Place.Here();
        }
        StreamPartitioner<byte[], Object> known = (topic, key, value, count) -> Optional.of(Set.of(partition));
        try {
            KeyQueryMetadata metadata = running.queryMetadataForKey(StoreNames.CHARGES, new byte[0], known);
            HostInfo host = metadata.activeHost();
            if (metadata.equals(KeyQueryMetadata.NOT_AVAILABLE) || host.equals(HostInfo.unavailable())) {
                return new Place.Unknown("the partition is being assigned");
            }
            String owner = host.host() + ":" + host.port();
            return owner.equals(address.get()) ? new Place.Here() : new Place.At(owner);
        } catch (IllegalStateException e) {
            return new Place.Unknown("the worker is starting or stopping");
        }
    }

    @Override
    public @Nullable ChargeState charge(ChargeId chargeId) {
        int partition = PartitionHash.partition(chargeId, partitions);
        PartitionView view = view(partition);
        try {
            return read(store(partition), view, chargeId);
        } catch (InvalidStateStoreException e) {
            throw notServed(e);
        }
    }

    @Override
    public @Nullable StoredCharge chargeOf(RefundId refundId) {
        int partition = PartitionHash.partition(refundId, partitions);
        PartitionView view = view(partition);
        try {
            ReadOnlyKeyValueStore<byte[], byte[]> store = store(partition);
            try (KeyValueIterator<byte[], byte[]> candidates =
                    store.prefixScan(ChargeKey.prefix(refundId), new ByteArraySerializer())) {
                while (candidates.hasNext()) {
                    ChargeId chargeId = ChargeKey.chargeId(candidates.next().key);
                    // The charge that the scan found may be uncommitted.
                    ChargeState state = read(store, view, chargeId);
                    if (state != null && state.refund(refundId) != null) {
                        return new StoredCharge(chargeId, state);
                    }
                }
            }
            return null;
        } catch (InvalidStateStoreException e) {
            throw notServed(e);
        }
    }

    private PartitionView view(int partition) {
        PartitionView view = views.get(partition);
        if (view == null) {
            throw new ChargesNotServedException("the partition is not here");
        }
        return view;
    }

    private ReadOnlyKeyValueStore<byte[], byte[]> store(int partition) {
        KafkaStreams running = streams.get();
        if (running == null) {
            throw new ChargesNotServedException("the worker is starting or stopping");
        }
        try {
            return running.store(StoreQueryParameters.<ReadOnlyKeyValueStore<byte[], byte[]>>fromNameAndType(
                            StoreNames.CHARGES, QueryableStoreTypes.keyValueStore())
                    .withPartition(partition));
        } catch (IllegalStateException e) {
            throw notServed(e);
        }
    }

    private static @Nullable ChargeState read(
            ReadOnlyKeyValueStore<byte[], byte[]> store, PartitionView view, ChargeId chargeId) {
        byte[] key = ChargeKey.of(chargeId);
        byte[] value = view.committed(chargeId, () -> store.get(key), PATIENCE);
        try {
            return value == null ? null : ChargeStateCodec.read(value);
        } catch (UnreadableRecordException e) {
            throw new ChargesNotServedException("the charge cannot be read: " + e.why(), e);
        }
    }

    private static ChargesNotServedException notServed(RuntimeException e) {
        return new ChargesNotServedException("the partition is being restored, or is leaving this instance", e);
    }
}
