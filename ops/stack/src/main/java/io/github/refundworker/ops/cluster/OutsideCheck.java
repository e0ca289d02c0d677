package io.github.refundworker.ops.cluster;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.ErrorCode;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.ops.client.LedgerEntry;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds violations from what an outsider can read: the requests that were sent, every record of the public topics, and
 * the provider's ledger. It relies on two facts: the simulator reverses no refund, and every request of the load may be
 * refunded. Feed it everything, then ask for {@link #violations}. Not safe for use by several threads.
 */
final class OutsideCheck {

    /** A provider that is well answers within milliseconds. */
    private static final Duration LONGER_THAN_A_CALL = Duration.ofSeconds(5);

    private final Map<String, Requests.Journey> sent = new LinkedHashMap<>();
    private final Map<String, Answers> answers = new HashMap<>();
    private final Map<String, Refund> refunds = new LinkedHashMap<>();
    private final Map<String, Long> openSince = new HashMap<>();
    private final Map<String, Integer> partitionOf = new HashMap<>();
    private final Map<String, ChargeBalance> balances = new HashMap<>();
    private final LedgerCheck ledger = new LedgerCheck();
    private final List<String> violations = new ArrayList<>();
    private long ledgerRefunds;

    private static final class Answers {
        int first;
        int repeated;
    }

    void charge(String chargeId, BigDecimal captured) {
        ledger.charge(chargeId, captured);
    }

    void sent(Requests.Journey journey) {
        sent.put(journey.asked().requestId(), journey);
    }

    /**
     * A record of the status topic, in the order of its partition.
     *
     * @param timestamp the record's, in milliseconds
     */
    void event(RefundEvent event, int partition, long timestamp) {
        Integer before = partitionOf.putIfAbsent(event.chargeId(), partition);
        if (before != null && before != partition) {
            find("charge " + event.chargeId() + " has events on partitions " + before + " and " + partition);
        }
        switch (event) {
            case RefundCreated created -> {
                answer(created.requestId(), false);
                created(created);
                openSince.put(created.refund().chargeId(), timestamp);
            }
            case RefundUpdated updated -> {
                revision(updated.refund());
                if (updated.refund().status() != RefundStatus.PENDING) {
                    openSince.remove(updated.refund().chargeId());
                }
            }
            case RefundRejected rejected -> {
                answer(rejected.requestId(), false);
                if (!isBehindADoubt(rejected, timestamp)) {
                    find("request " + rejected.requestId() + " was rejected: "
                            + rejected.error().code());
                }
            }
            case RefundRepeated repeated -> answer(repeated.requestId(), true);
        }
    }

    /**
     * Whether a refund of the charge has been open for so long that its call must have failed. While nobody knows whether
     * the provider made that refund, the worker rejects the next ones.
     */
    private boolean isBehindADoubt(RefundRejected rejected, long timestamp) {
        Long since = openSince.get(rejected.chargeId());
        return ErrorCode.CHARGE_REFUND_IN_PROGRESS
                        .name()
                        .equals(rejected.error().code())
                && since != null
                && timestamp - since >= LONGER_THAN_A_CALL.toMillis();
    }

    private void answer(@Nullable String requestId, boolean repeated) {
        if (requestId == null) {
            find("a refund exists that no request asked for");
            return;
        }
        Answers all = answers.computeIfAbsent(requestId, id -> new Answers());
        if (repeated) {
            all.repeated++;
        } else {
            all.first++;
        }
    }

    private void created(RefundCreated created) {
        Refund refund = created.refund();
        Requests.Journey journey = created.requestId() == null ? null : sent.get(created.requestId());
        if (journey != null
                && !(journey.asked().chargeId().equals(refund.chargeId())
                        && journey.asked().amount().compareTo(new BigDecimal(refund.amount())) == 0)) {
            find("request " + created.requestId() + " asked for "
                    + journey.asked().amount() + " of " + journey.asked().chargeId() + ", its refund is "
                    + refund.amount() + " of " + refund.chargeId());
        }
        revision(refund);
    }

    private void revision(Refund refund) {
        Refund before = refunds.put(refund.id(), refund);
        long expected = before == null ? 1 : before.revision() + 1;
        if (refund.revision() != expected) {
            find("refund " + refund.id() + " has revision " + refund.revision() + " where " + expected + " was next");
        }
        if (before != null && before.status() != RefundStatus.PENDING) {
            find("refund " + refund.id() + " was " + before.status() + " and became " + refund.status());
        }
        ledger.says(refund);
    }

    /** A record of the balances topic, in the order of its partition. */
    void balance(ChargeBalance balance) {
        ChargeBalance before = balances.put(balance.chargeId(), balance);
        if (before != null && balance.revision() <= before.revision()) {
            find("the balance of charge " + balance.chargeId() + " has revision " + balance.revision() + " after "
                    + before.revision());
        }
    }

    /** A record on a dead-letter topic: none of the drill's requests may end there. */
    void deadLetter(String topic, int partition, long offset) {
        find("a dead letter at " + topic + "-" + partition + "@" + offset);
    }

    /** An entry of the ledger; each must be handed over once, and after all events. */
    void paid(LedgerEntry entry) {
        ledgerRefunds++;
        ledger.paid(entry);
    }

    long ledgerRefunds() {
        return ledgerRefunds;
    }

    void find(String violation) {
        violations.add(violation);
    }

    /** All that is wrong, a sentence each; to be asked for once. */
    List<String> violations() {
        long unanswered = sent.values().stream().filter(this::isUnanswered).count();
        LedgerCheck.Result verdict = ledger.result(0);
        violations.addAll(verdict.findings());
        if (verdict.review() > 0) {
            find(verdict.review() + " refunds wait for a person");
        }
        if (unanswered > 0) {
            find(unanswered + " requests have no answer");
        }
        answers.forEach(this::checkAnswers);
        checkBalances();
        return List.copyOf(violations);
    }

    private boolean isUnanswered(Requests.Journey journey) {
        return journey.acknowledged() != null
                && !answers.containsKey(journey.asked().requestId());
    }

    private void checkAnswers(String requestId, Answers all) {
        Requests.Journey journey = sent.get(requestId);
        if (journey == null) {
            find("request " + requestId + " was answered and never sent");
        } else if (all.first != 1) {
            find("request " + requestId + " was answered " + all.first + " times for the first time");
        } else if (journey.copies() == 1 && all.repeated > 0) {
            // A copy of a request may be answered again: the worker remembers where the request itself stood, and not
            // where each copy did, and takes records again after a crash.
            find("request " + requestId + " was sent once, and its answer was repeated");
        }
    }

    private void checkBalances() {
        Map<String, BigDecimal> refunded = new HashMap<>();
        Map<String, BigDecimal> pending = new HashMap<>();
        refunds.values().forEach(refund -> {
            BigDecimal amount = new BigDecimal(refund.amount());
            switch (refund.status()) {
                case SUCCEEDED -> refunded.merge(refund.chargeId(), amount, BigDecimal::add);
                case PENDING -> pending.merge(refund.chargeId(), amount, BigDecimal::add);
                case FAILED, REVERSED -> refunded.merge(refund.chargeId(), BigDecimal.ZERO, BigDecimal::add);
            }
        });
        refunds.values().stream().map(Refund::chargeId).distinct().forEach(chargeId -> {
            BigDecimal sum = refunded.getOrDefault(chargeId, BigDecimal.ZERO);
            BigDecimal open = pending.getOrDefault(chargeId, BigDecimal.ZERO);
            ChargeBalance balance = balances.get(chargeId);
            if (balance == null) {
                find("charge " + chargeId + " has refunds and no balance");
            } else if (new BigDecimal(balance.refundedAmount()).compareTo(sum) != 0
                    || new BigDecimal(balance.pendingAmount()).compareTo(open) != 0) {
                find("charge " + chargeId + " has refunds of " + sum + " and " + open + " pending, its balance says "
                        + balance.refundedAmount() + " and " + balance.pendingAmount());
            }
        });
    }
}
