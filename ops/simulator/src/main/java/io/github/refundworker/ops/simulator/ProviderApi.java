package io.github.refundworker.ops.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The three calls of the provider contract, with the active faults. */
final class ProviderApi {
    private static final int PAGE_SIZE = 100;

    private final Book book;
    private final Stats stats;
    private final Refunding refunding;
    private final AtomicReference<Faults> faults;

    ProviderApi(Book book, Stats stats, AtomicReference<Faults> faults) {
        this.book = book;
        this.stats = stats;
        this.refunding = new Refunding(book, stats);
        this.faults = faults;
    }

    Reply createRefund(Call call) {
        RefundRequest request = Json.read(call.body(), RefundRequest.class);
        Faults provider = faults.get();
        return under(
                provider,
                book.charge(request.chargeId()),
                Endpoint.CREATE_REFUND,
                struck -> refunding.refund(
                        request, call.idempotencyKey(), provider.plan().capabilities(), struck));
    }

    Reply getRefund(String referenceOrId) {
        // Read again here, because the refund may be made while this call is delayed.
        Refund known = book.refund(referenceOrId);
        return under(faults.get(), known == null ? null : known.charge(), Endpoint.GET_REFUND, struck -> {
            struck.stall();
            Refund refund = book.refund(referenceOrId);
            if (refund == null) {
                throw refundNotFound(referenceOrId);
            }
            ProviderRefund view = refund.view();
            refund.charge().awaitDurable();
            return Reply.Answer.json(200, view);
        });
    }

    Reply getCharge(String chargeId, @Nullable String cursor) {
        Faults provider = faults.get();
        Charge charge = book.charge(chargeId);
        return under(provider, charge, Endpoint.GET_CHARGE, struck -> {
            struck.stall();
            if (charge == null) {
                throw Problem.chargeNotFound(chargeId);
            }
            return Reply.Answer.json(200, page(charge, cursor, pageSize(provider)));
        });
    }

    static Problem refundNotFound(String referenceOrId) {
        return Problem.of(404, "REFUND_NOT_FOUND", "No refund " + referenceOrId);
    }

    static ProviderCharge page(Charge charge, @Nullable String cursor, int size) {
        List<ProviderRefund> all;
        boolean disputed;
        BigDecimal chargedBack;
        synchronized (charge) {
            all = charge.refunds().stream().map(Refund::view).toList();
            disputed = charge.disputed();
            chargedBack = charge.chargedBack();
        }
        charge.awaitDurable();
        int from = cursor == null ? 0 : position(cursor);
        int to = Math.min(all.size(), from + size);
        return new ProviderCharge(
                charge.id(),
                charge.captured().toPlainString(),
                charge.currencyCode(),
                disputed,
                chargedBack.signum() == 0 ? null : chargedBack.toPlainString(),
                from >= to ? List.of() : all.subList(from, to),
                to < all.size() ? "after-" + to : null);
    }

    private static int position(String cursor) {
        // Refunds are only added at the end, so a position stays valid.
        if (!cursor.matches("after-[0-9]{1,6}")) {
            throw Problem.invalidRequest("the cursor is none of ours");
        }
        return Integer.parseInt(cursor.substring("after-".length()));
    }

    private static int pageSize(Faults provider) {
        FaultPlan.Capabilities capabilities = provider.plan().capabilities();
        return capabilities == null || capabilities.pageSize() == null ? PAGE_SIZE : capabilities.pageSize();
    }

    private Reply under(Faults provider, @Nullable Charge charge, Endpoint endpoint, Function<CallFaults, Reply> work) {
        CallFaults struck = new CallFaults(provider, charge, endpoint, stats);
        return struck.around(() -> work.apply(struck));
    }

    record ProviderCharge(
            String chargeId,
            String capturedAmount,
            String currencyCode,
            boolean disputed,
            @Nullable String chargedBackAmount,
            List<ProviderRefund> refunds,
            @Nullable String nextCursor) {}

    record DashboardRefund(String chargeId, String amount) {
        DashboardRefund {
            Required.id("chargeId", chargeId);
            Required.text("amount", amount);
        }

        BigDecimal money() {
            return Money.positive("amount", amount);
        }
    }
}
