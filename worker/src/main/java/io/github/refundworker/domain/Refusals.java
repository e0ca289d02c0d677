package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A charge's memory of requests that were answered without a refund. No copy of such a request is ever accepted: the
 * charge remembers it until every copy is too old. If the memory was full, the charge takes no unknown request that
 * was written before the last one that it refused for this reason.
 */
final class Refusals {
    private final List<Rejected> rejected;
    private @Nullable Instant unremembered;

    Refusals(ChargeState state) {
        rejected = new ArrayList<>(state.rejected());
        unremembered = state.unremembered();
    }

    List<Rejected> rejected() {
        return rejected;
    }

    @Nullable
    Instant unremembered() {
        return unremembered;
    }

    void add(Rejected one) {
        rejected.add(one);
    }

    void addToNone(Instant newest) {
        unremembered = unremembered == null ? newest : latest(unremembered, newest);
    }

    /** Another copy came, perhaps one that was written later: the request is remembered for longer. */
    void heardAgain(Rejected known, Source source) {
        Instant newest = latest(known.newest(), source.timestamp());
        rejected.set(rejected.indexOf(known), new Rejected(known.mark(), known.code(), newest));
    }

    /** @param age at which a request is too old to be taken */
    void forget(Duration age, Instant now) {
        rejected.removeIf(one -> one.newest().plus(age).isBefore(now));
        if (unremembered != null && unremembered.plus(age).isBefore(now)) {
            unremembered = null;
        }
    }

    /** Whether it may be a copy of a request that was refused while the memory was full. */
    boolean mayHold(Source source) {
        return unremembered != null && !source.timestamp().isAfter(unremembered);
    }

    static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
