package io.github.refundworker.ops.stack;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.ops.client.Reviews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The demo's record of sent requests and received events. The sender and the feed write it together. */
final class Journal {

    /** Where the broker put a record of the requests topic. */
    record Place(int partition, long offset) {}

    private record Sent(Place place, @Nullable String requestId) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Set<Place> deadLetters = new HashSet<>();
    private final Map<String, Refund> refunds = new LinkedHashMap<>();
    private final Map<String, ChargeBalance> balances = new HashMap<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private final Map<String, Integer> rejectedOfCharge = new HashMap<>();
    private int accepted;
    private int repeated;

    /** @param requestId absent where the record is too broken to have one */
    synchronized void sent(int partition, long offset, @Nullable String requestId) {
        sent.add(new Sent(new Place(partition, offset), requestId));
        notifyAll();
    }

    synchronized void event(RefundEvent event) {
        if (event.requestId() != null && !(event instanceof RefundUpdated)) {
            answers.merge(event.requestId(), 1, Integer::sum);
        }
        switch (event) {
            case RefundCreated created -> {
                if (created.requestId() != null) {
                    accepted++;
                }
                snapshot(created.refund());
            }
            case RefundUpdated updated -> snapshot(updated.refund());
            case RefundRejected rejection -> {
                rejected.merge(rejection.error().code(), 1, Integer::sum);
                rejectedOfCharge.merge(rejection.chargeId(), 1, Integer::sum);
            }
            case RefundRepeated unused -> repeated++;
        }
        ChargeBalance balance = event.balance();
        if (balance != null) {
            balances.put(balance.chargeId(), balance);
        }
        notifyAll();
    }

    private void snapshot(Refund refund) {
        refunds.merge(refund.id(), refund, (old, fresh) -> fresh.revision() > old.revision() ? fresh : old);
    }

    synchronized void deadLetter(Place origin) {
        deadLetters.add(origin);
        notifyAll();
    }

    /**
     * Waits until everything sent so far is answered and every refund has ended, or waits for a person.
     *
     * @return false if that did not happen in time
     */
    synchronized boolean awaitSettled(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!settled()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean settled() {
        Map<String, Integer> copies = new HashMap<>();
        for (Sent one : sent) {
            if (one.requestId() == null) {
                if (!deadLetters.contains(one.place())) {
                    return false;
                }
            } else if (!deadLetters.contains(one.place())) {
                copies.merge(one.requestId(), 1, Integer::sum);
            }
        }
        return copies.entrySet().stream().allMatch(copy -> answers.getOrDefault(copy.getKey(), 0) >= copy.getValue())
                && refunds.values().stream()
                        .noneMatch(refund -> refund.status() == RefundStatus.PENDING && !Reviews.isInReview(refund));
    }

    /** Records that neither an event nor a dead letter answers; of copies of one request, one answer is enough. */
    synchronized long unanswered() {
        return sent.stream()
                .filter(one -> !deadLetters.contains(one.place()))
                .filter(one -> one.requestId() == null || !answers.containsKey(one.requestId()))
                .count();
    }

    synchronized List<Refund> refunds() {
        return List.copyOf(refunds.values());
    }

    synchronized @Nullable ChargeBalance balance(String chargeId) {
        return balances.get(chargeId);
    }

    synchronized int rejectedOf(String chargeId) {
        return rejectedOfCharge.getOrDefault(chargeId, 0);
    }

    synchronized Totals totals() {
        return new Totals(sent.size(), accepted, new TreeMap<>(rejected), repeated, deadLetters.size());
    }

    /**
     * Counts of the whole run.
     *
     * @param requests records sent to the requests topic, garbage included
     * @param rejected how often each error code was the answer
     * @param repeated copies of known requests, which were answered again
     */
    record Totals(int requests, int accepted, Map<String, Integer> rejected, int repeated, int deadLettered) {}
}
