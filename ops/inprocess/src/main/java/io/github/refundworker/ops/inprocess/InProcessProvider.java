package io.github.refundworker.ops.inprocess;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.CurrencyDigits;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pays every refund once per reference, after a latency that can be changed while it runs. It knows no charges, so
 * it describes none and refuses nothing.
 */
final class InProcessProvider implements ProviderClient {
    private static final Capabilities CAPABILITIES =
            new Capabilities(Duration.ofHours(24), true, false, true, false, true, CurrencyDigits.ISO_4217);

    private final InProcessLedger ledger;
    private final Clock clock;
    private final LongAdder calls = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();
    private volatile Duration latency;

    /** @param ledger the file of its payments, kept over restarts */
    InProcessProvider(Path ledger, Clock clock, Duration latency) {
        this.ledger = new InProcessLedger(ledger);
        this.clock = clock;
        this.latency = latency;
    }

    /**
     * Its activity since the process began.
     *
     * @param calls payments and look-ups
     * @param refunds all payments that it ever made
     * @param repeats payments that had been made before
     */
    record Stats(long calls, int inFlight, int maxInFlight, long refunds, long repeats, long latencyMillis) {}

    InProcessLedger ledger() {
        return ledger;
    }

    Stats stats() {
        return new Stats(
                calls.sum(), inFlight.get(), maxInFlight.get(), ledger.size(), ledger.repeats(), latency.toMillis());
    }

    /** Sets the latency of all later calls. With zero it answers at once. */
    void setLatency(Duration latency) {
        this.latency = latency;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
        return answering(timeout, unclear -> unclear, () -> {
            InProcessLedger.Entry entry =
                    ledger.pay(command.refundId(), command.chargeId(), command.amount(), clock.instant());
            return entry == null
                    ? new ProviderResponse.Unclear("the reference was used for another payment")
                    : new ProviderResponse.Found(refund(entry));
        });
    }

    @Override
    public ProviderResponse.OfLookUp lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
        return answering(timeout, unclear -> unclear, () -> {
            InProcessLedger.Entry entry = ledger.find(reference);
            return entry == null ? new ProviderResponse.NotFound() : new ProviderResponse.Found(refund(entry));
        });
    }

    @Override
    public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
        return new ProviderResponse.Unclear("this provider describes no charges");
    }

    @Override
    public void close() {
        ledger.close();
    }

    /**
     * @param <R> the results of this kind of call
     * @param unclear an unclear answer as one of them
     */
    private <R> R answering(Duration timeout, Function<ProviderResponse.Unclear, R> unclear, Supplier<R> call) {
        calls.increment();
        int now = inFlight.incrementAndGet();
        if (now > maxInFlight.get()) {
            maxInFlight.accumulateAndGet(now, Math::max);
        }
        try {
            // Pays first and answers later, as providers do: a caller that times out cannot know whether the refund was
            // made.
            R response = call.get();
            Duration wait = latency;
            if (wait.compareTo(timeout) > 0) {
                Thread.sleep(timeout);
                return unclear.apply(new ProviderResponse.Unclear("no answer within " + timeout));
            }
            if (wait.isPositive()) {
                Thread.sleep(wait);
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unclear.apply(new ProviderResponse.Unclear("interrupted while waiting for the answer"));
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private static ProviderRefund refund(InProcessLedger.Entry entry) {
        return new ProviderRefund(
                entry.id(), entry.reference(), entry.amount(), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
    }
}
