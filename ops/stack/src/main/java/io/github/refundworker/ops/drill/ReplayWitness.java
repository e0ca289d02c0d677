package io.github.refundworker.ops.drill;

import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.LedgerEntry;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the status topic and the provider's ledger for one drill's charges. */
final class ReplayWitness {

    private final KafkaAccess access;
    private final ProviderClient provider;
    private final DrillNames names;
    private final int charges;

    ReplayWitness(KafkaAccess access, ProviderClient provider, DrillNames names, int charges) {
        this.access = access;
        this.provider = provider;
        this.names = names;
        this.charges = charges;
    }

    /**
     * What the status topic says.
     *
     * @param events revisions of refunds, and rejections: whatever is told once
     * @param snapshots in the order in which they were told
     * @param answered ids of requests
     */
    record Told(Set<String> events, List<RefundEvent> snapshots, Set<String> answered) {}

    Told told() {
        Told told = new Told(new TreeSet<>(), new ArrayList<>(), new HashSet<>());
        TopicScan.read(
                access,
                Topics.REFUND_STATUS,
                message -> StatusEvents.read(message)
                        .filter(event -> names.isChargeOfPhase(event.chargeId()))
                        .ifPresent(event -> add(told, event)));
        return told;
    }

    private static void add(Told told, RefundEvent event) {
        told.snapshots.add(event);
        if (event.requestId() != null) {
            told.answered.add(event.requestId());
        }
        switch (event) {
            case RefundCreated created ->
                told.events.add(created.refund().id() + " " + created.refund().revision());
            case RefundUpdated updated ->
                told.events.add(updated.refund().id() + " " + updated.refund().revision());
            case RefundRejected rejected ->
                told.events.add(rejected.requestId() + " " + rejected.error().code());
            case RefundRepeated repeated -> {}
        }
    }

    List<LedgerEntry> ledger() throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        provider.ledger(entry -> {
            if (names.isChargeOfPhase(entry.chargeId())) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** @param asked ids of all requests that must have an answer */
    LedgerCheck.Result compare(Told told, List<LedgerEntry> ledger, Set<String> asked) {
        LedgerCheck check = new LedgerCheck();
        for (int i = 0; i < charges; i++) {
            check.charge(names.chargeId(i), new BigDecimal(RequestBytes.CAPTURED));
        }
        for (RefundEvent event : told.snapshots) {
            switch (event) {
                case RefundCreated created -> check.says(created.refund());
                case RefundUpdated updated -> check.says(updated.refund());
                case RefundRejected rejected -> {}
                case RefundRepeated repeated -> {}
            }
        }
        ledger.forEach(check::paid);
        Set<String> unanswered = new HashSet<>(asked);
        unanswered.removeAll(told.answered);
        return check.result(unanswered.size());
    }
}
