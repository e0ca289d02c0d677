package io.github.refundworker.decide.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.OutstandingCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open work of a partition: the store {@code due}, and its copy in memory. The states of the charges are the
 * truth. A directory that was unused for longer than the changelog keeps tombstones has entries of charges that
 * another instance has closed since. So every entry that exists at the start is compared with its charge.
 */
public final class OpenWork {
    private static final Logger log = LoggerFactory.getLogger(OpenWork.class);

    /** Maximum charges in one go, so that the thread leaves its inputs for some milliseconds only. */
    private static final int AT_ONCE = 500;

    private final KeyValueStore<byte[], byte[]> charges;
    private final KeyValueStore<byte[], byte[]> due;
    private final OpenCharges open = new OpenCharges();
    private final Deque<String> unchecked = new ArrayDeque<>();

    public OpenWork(KeyValueStore<byte[], byte[]> charges, KeyValueStore<byte[], byte[]> due) {
        this.charges = charges;
        this.due = due;
        try (KeyValueIterator<byte[], byte[]> all = due.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> entry = all.next();
                String charge = new String(entry.key, US_ASCII);
                unchecked.add(charge);
                try {
                    open.set(charge, OutstandingCodec.read(entry.value));
                } catch (UnreadableRecordException e) {
                    log.atWarn()
                            .addKeyValue("charge_id", charge)
                            .log("its open work is taken from its state: {}", e.getMessage());
                }
            }
        }
    }

    public OpenCharges.Totals totals() {
        return open.totals();
    }

    /** Updates the charge's open work after a decision. */
    public void decided(ChargeId chargeId, @Nullable Outstanding now) {
        if (!Objects.equals(open.of(chargeId.value()), now)) {
            put(chargeId, now == null ? null : OutstandingCodec.write(now));
        }
        // A postponed charge gets its due time back.
        open.set(chargeId.value(), now);
    }

    /** Some due charges, the longest overdue first. */
    public List<ChargeId> dueAt(long now) {
        return open.dueAt(now, AT_ONCE).stream().map(ChargeId::new).toList();
    }

    /** Postpones a due charge, in memory only. */
    public void postpone(ChargeId chargeId, long until) {
        open.postpone(chargeId.value(), until);
    }

    /**
     * Compares some of the entries from the start with the states of their charges.
     *
     * @param unreadable is told of each charge whose state cannot be read
     * @return whether any entry was wrong
     */
    public boolean correctSome(BiConsumer<ChargeId, UnreadableRecordException> unreadable) {
        boolean corrected = false;
        for (int i = 0; i < AT_ONCE && !unchecked.isEmpty(); i++) {
            ChargeId chargeId = new ChargeId(unchecked.remove());
            try {
                corrected |= correct(chargeId);
            } catch (UnreadableRecordException e) {
                unreadable.accept(chargeId, e);
            }
        }
        return corrected;
    }

    /**
     * @return whether the entry was wrong
     * @throws UnreadableRecordException if the state of the charge cannot be read
     */
    public boolean correct(ChargeId chargeId) {
        byte[] stored = charges.get(ChargeKey.of(chargeId));
        ChargeState state = stored == null ? ChargeState.NONE : ChargeStateCodec.read(stored);
        Outstanding right = Outstanding.of(state);
        byte[] entry = right == null ? null : OutstandingCodec.write(right);
        if (Arrays.equals(due.get(chargeId.value().getBytes(US_ASCII)), entry)) {
            return false;
        }
        log.atInfo().addKeyValue("charge_id", chargeId).log("an outdated entry of open work was corrected");
        put(chargeId, entry);
        open.set(chargeId.value(), right);
        return true;
    }

    private void put(ChargeId chargeId, byte @Nullable [] entry) {
        due.put(chargeId.value().getBytes(US_ASCII), entry);
    }
}
