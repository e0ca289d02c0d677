package io.github.refundworker.ops.simulator;

import io.github.refundworker.ops.simulator.ProviderApi.DashboardRefund;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The calls that no real provider offers: create charges, dispute them, act as the dashboard, inject faults, read the ledger. */
final class ControlApi {
    private final Book book;
    private final Stats stats;
    private final AtomicReference<Faults> faults;

    ControlApi(Book book, Stats stats, AtomicReference<Faults> faults) {
        this.book = book;
        this.stats = stats;
        this.faults = faults;
    }

    /** Creates one charge, or all of an array or none. For an array the answer holds only their count. */
    Reply createCharges(Call call) {
        if (call.body().stripLeading().startsWith("[")) {
            ChargeRequest[] requests = Json.readStrictly(call.body(), ChargeRequest[].class);
            return Reply.Answer.json(
                    201, Map.of("created", book.create(Arrays.asList(requests)).size()));
        }
        ChargeRequest request = Json.readStrictly(call.body(), ChargeRequest.class);
        Charge charge = book.create(List.of(request)).getFirst();
        return Reply.Answer.json(201, ProviderApi.page(charge, null, 1));
    }

    Reply refundInDashboard(Call call) {
        DashboardRefund request = Json.readStrictly(call.body(), DashboardRefund.class);
        Charge charge = book.charge(request.chargeId());
        if (charge == null) {
            throw Problem.chargeNotFound(request.chargeId());
        }
        Refund refund;
        synchronized (charge) {
            Problem refusal = Refunding.beyond(charge, request.money());
            if (refusal != null) {
                throw refusal;
            }
            refund = book.refund(charge, null, request.money(), RefundStatus.SUCCEEDED, null, null);
        }
        charge.awaitDurable();
        return Reply.Answer.json(201, refund.view());
    }

    /** Opens a dispute about a charge, or ends it. */
    Reply dispute(String chargeId, Call call) {
        DisputeRequest request = Json.readStrictly(call.body(), DisputeRequest.class);
        Charge charge = book.charge(chargeId);
        if (charge == null) {
            throw Problem.chargeNotFound(chargeId);
        }
        book.dispute(charge, request.isOpen(), request.chargedBack(charge));
        return Reply.Answer.json(200, ProviderApi.page(charge, null, 100));
    }

    /** Changes a refund's status. The body may give the reason: {@code {code, description}}. */
    Reply move(String referenceOrId, RefundStatus next, Call call) {
        Refund refund = book.refund(referenceOrId);
        if (refund == null) {
            throw ProviderApi.refundNotFound(referenceOrId);
        }
        ProviderError why = call.body().isEmpty() ? null : Json.readStrictly(call.body(), ProviderError.class);
        book.move(refund, next, why != null || next != RefundStatus.FAILED ? why : Book.FAILED);
        return Reply.Answer.json(200, refund.view());
    }

    Reply faults() {
        return Reply.Answer.json(200, faults.get().plan());
    }

    /** Replaces all faults of the provider, counters of {@code times} included. */
    Reply replaceFaults(Call call) {
        faults.set(new Faults(Json.readStrictly(call.body(), FaultPlan.class)));
        return faults();
    }

    Reply stats() {
        return Reply.Answer.json(200, stats.snapshot(book.size()));
    }

    Reply health() {
        return Reply.Answer.json(200, Map.of("status", "UP"));
    }

    Reply ledger() {
        return new Reply.Streamed(this::writeLedger);
    }

    private void writeLedger(OutputStream out) throws IOException {
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartArray();
            for (Refund refund : book.refunds()) {
                LedgerEntry entry = LedgerEntry.of(refund);
                refund.charge().awaitDurable();
                json.writePOJO(entry);
            }
            json.writeEndArray();
        }
    }

    /** A refund with its current status. */
    record LedgerEntry(
            String id,
            @Nullable String reference,
            String chargeId,
            String amount,
            String currencyCode,
            RefundStatus status,
            Instant createdDate) {
        static LedgerEntry of(Refund refund) {
            return new LedgerEntry(
                    refund.id(),
                    refund.reference(),
                    refund.charge().id(),
                    refund.amount().toPlainString(),
                    refund.charge().currencyCode(),
                    refund.status(),
                    refund.createdDate());
        }
    }
}
