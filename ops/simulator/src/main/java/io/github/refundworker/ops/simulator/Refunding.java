package io.github.refundworker.ops.simulator;

import io.github.refundworker.ops.simulator.FaultPlan.Decline;
import io.github.refundworker.ops.simulator.FaultPlan.Pending;
import io.github.refundworker.ops.simulator.FaultPlan.ServerError;
import io.github.refundworker.ops.simulator.IdempotencyKeys.Fingerprint;
import io.github.refundworker.ops.simulator.IdempotencyKeys.InUse;
import io.github.refundworker.ops.simulator.IdempotencyKeys.Stored;
import io.github.refundworker.ops.simulator.LedgerLine.AnswerStored;
import io.github.refundworker.ops.simulator.LedgerLine.Settlement;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Executes {@code POST /refunds}: once per idempotency key, and never beyond the captured amount. */
final class Refunding {
    private static final long DAY_MILLIS = 86_400_000;

    private final Book book;
    private final Stats stats;

    Refunding(Book book, Stats stats) {
        this.book = book;
        this.stats = stats;
    }

    Reply.Answer refund(
            RefundRequest request,
            @Nullable String key,
            FaultPlan.@Nullable Capabilities capabilities,
            CallFaults faults) {
        if (capabilities != null && Boolean.FALSE.equals(capabilities.keys())) {
            faults.stall();
            return execute(request, null, true, faults);
        }
        if (key == null || key.isEmpty() || key.length() > 255) {
            throw Problem.invalidRequest("the header Idempotency-Key must have 1 to 255 characters");
        }
        boolean storesRefusals = capabilities == null || !Boolean.FALSE.equals(capabilities.storesRefusals());
        Long window = capabilities == null ? null : capabilities.keyWindowMillis();
        Fingerprint fingerprint = request.fingerprint();
        // Avoids a second copy of a million keys that equal their reference.
        String kept = key.equals(request.reference()) ? request.reference() : key;
        InUse mine = new InUse();
        return switch (book.keys().claim(kept, mine, book.now().toEpochMilli(), window == null ? DAY_MILLIS : window)) {
            case Stored stored -> replay(stored, fingerprint);
            case InUse claim
            when claim == mine -> {
                try {
                    faults.stall();
                    yield execute(request, new Key(kept, fingerprint), storesRefusals, faults);
                } finally {
                    book.keys().release(kept, mine);
                }
            }
            case InUse other ->
                throw Problem.of(409, "IDEMPOTENCY_KEY_IN_USE", "A request with this key is being executed");
        };
    }

    private Reply.Answer replay(Stored stored, Fingerprint fingerprint) {
        if (!stored.fingerprint().equals(fingerprint)) {
            throw Problem.refusal("IDEMPOTENCY_KEY_REUSED", "The key belongs to a request with other parameters");
        }
        stats.replayed();
        return stored.answer().with("Idempotent-Replayed", "true");
    }

    private record Key(String key, Fingerprint fingerprint) {}

    private Reply.Answer execute(RefundRequest request, @Nullable Key key, boolean storesRefusals, CallFaults faults) {
        Charge charge = book.charge(request.chargeId());
        if (charge == null) {
            throw Problem.chargeNotFound(request.chargeId());
        }
        AnswerStored answer;
        Refund refund = null;
        Reply.Answer reply;
        synchronized (charge) {
            Problem refusal = refusal(charge, request, faults);
            if (refusal != null) {
                reply = refusal.reply();
                answer = refusal.status() >= 500 || storesRefusals ? stored(key, reply) : null;
                if (answer != null) {
                    book.refused(charge, answer);
                }
            } else {
                ServerError error = faults.strike(Faults::errorAfter);
                reply = error == null
                        ? null
                        : CallFaults.serverError(error, 500).reply();
                answer = stored(key, reply);
                refund = make(charge, request, answer, faults);
                reply = reply != null ? reply : Reply.Answer.json(201, refund.firstView());
            }
        }
        charge.awaitDurable();
        if (answer != null) {
            book.keys().store(answer, refund);
        }
        return reply;
    }

    private Refund make(Charge charge, RefundRequest request, @Nullable AnswerStored answer, CallFaults faults) {
        Pending pending = faults.strike(Faults::pending);
        Settlement settlement = pending == null || pending.settleAfterMillis() == null
                ? null
                : new Settlement(
                        book.now().plusMillis(pending.settleAfterMillis()),
                        pending.outcome() == null ? RefundStatus.SUCCEEDED : pending.outcome());
        return book.refund(
                charge,
                request.reference(),
                request.money(),
                pending == null ? RefundStatus.SUCCEEDED : RefundStatus.PENDING,
                settlement,
                answer);
    }

    /** @param reply absent if the answer is the refund itself, which need not be written twice */
    private @Nullable AnswerStored stored(@Nullable Key key, Reply.@Nullable Answer reply) {
        return key == null
                ? null
                : new AnswerStored(
                        key.key(),
                        key.fingerprint().toString(),
                        reply == null ? 201 : reply.status(),
                        reply == null ? null : reply.body(),
                        book.now());
    }

    private static @Nullable Problem refusal(Charge charge, RefundRequest request, CallFaults faults) {
        Decline decline = faults.strike(Faults::decline);
        if (decline != null) {
            return Problem.refusal(
                    decline.code(), decline.description() == null ? "An injected refusal" : decline.description());
        }
        ServerError error = faults.strike(Faults::errorDuring);
        if (error != null) {
            return CallFaults.serverError(error, 500);
        }
        if (!request.currencyCode().equals(charge.currencyCode())) {
            return Problem.refusal("REFUND_CURRENCY_MISMATCH", "The charge is in " + charge.currencyCode());
        }
        if (charge.disputed()) {
            return Problem.refusal("CHARGE_DISPUTED", "The charge is disputed");
        }
        return beyond(charge, request.money());
    }

    /** The refusal of an amount that exceeds what is refundable. The caller holds the charge's monitor. */
    static @Nullable Problem beyond(Charge charge, BigDecimal amount) {
        BigDecimal left = charge.left();
        if (left.signum() <= 0 && charge.left().add(charge.chargedBack()).signum() > 0) {
            return Problem.refusal("CHARGE_DISPUTED", "The rest of the charge was charged back");
        }
        if (left.signum() <= 0) {
            return Problem.refusal("CHARGE_REFUNDED", "Nothing is left to refund");
        }
        if (amount.compareTo(left) > 0) {
            return Problem.refusal(
                    "REFUND_AMOUNT_OUT_OF_BOUNDS", "Only " + left.toPlainString() + " is left to refund");
        }
        int digits = Currency.getInstance(charge.currencyCode()).getDefaultFractionDigits();
        if (amount.stripTrailingZeros().scale() > Math.max(charge.captured().scale(), digits)) {
            return Problem.refusal("REFUND_AMOUNT_OUT_OF_BOUNDS", "The currency has no such fraction");
        }
        return null;
    }
}
