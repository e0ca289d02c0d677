package io.github.refundworker.execute;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A healthy provider, where each charge is of 100 dollars. A test can make it fail for some charges. */
final class BurstProvider {
    private static final Money CAPTURED = Money.of("100.00", "USD");

    /**
     * @param unwell whether it shows that the provider is in trouble
     * @param refusesForRate whether it is 429 without a {@code Retry-After}
     */
    record Answer(ProviderResponse response, boolean unwell, boolean refusesForRate) {
        static final Answer SERVER_ERROR = new Answer(new ProviderResponse.Unclear("HTTP 500"), true, false);
        static final Answer BAD_REQUEST = new Answer(new ProviderResponse.Unclear("HTTP 400"), false, false);
        static final Answer UNUSABLE =
                new Answer(new ProviderResponse.Unclear("HTTP 200 with an unusable answer"), false, false);
        static final Answer TOO_MANY_CALLS =
                new Answer(new ProviderResponse.NotSent("too many calls: HTTP 429", null), false, true);
    }

    /** What the provider answers instead of the truth. */
    interface Oddity {
        Oddity NONE = (chargeId, at) -> null;

        /** @return absent for the truth */
        @Nullable
        Answer of(ChargeId chargeId, Duration at);
    }

    private final SimulatedTime time;
    private final int requestsPerRead;
    private final Oddity oddity;
    private final Map<ChargeId, List<ProviderRefund>> held = new HashMap<>();
    private long requests;

    /** @param requestsPerRead that describing a charge takes */
    BurstProvider(SimulatedTime time, int requestsPerRead, Oddity oddity) {
        this.time = time;
        this.requestsPerRead = requestsPerRead;
        this.oddity = oddity;
    }

    long requests() {
        return requests;
    }

    int requests(Step.Call step) {
        return step instanceof Step.Describe ? requestsPerRead : 1;
    }

    Answer answer(Command command, Step.Call step) {
        requests++;
        Answer odd = oddity.of(command.chargeId(), time.since());
        return odd != null ? odd : new Answer(truth(command, step), false, false);
    }

    private ProviderResponse truth(Command command, Step.Call step) {
        List<ProviderRefund> refunds = held.computeIfAbsent(command.chargeId(), id -> new ArrayList<>());
        return switch (step) {
            case Step.Describe _ -> new ProviderResponse.Described(new Description.Found(CAPTURED, refunds));
            case Step.Send(Command.Settle settle) -> new ProviderResponse.Found(made(settle, refunds));
            case Step.LookUp(var _, RefundId reference, var _) -> ProviderResponse.among(refunds, reference);
        };
    }

    private static ProviderRefund made(Command.Settle settle, List<ProviderRefund> refunds) {
        RefundId id = settle.refundId();
        return refunds.stream()
                .filter(refund -> id.equals(refund.reference()))
                .findFirst()
                .orElseGet(() -> {
                    ProviderRefund made = new ProviderRefund(
                            "re_" + id, id, settle.amount(), ProviderStatus.SUCCEEDED, null, ProviderDetails.NONE);
                    refunds.add(made);
                    return made;
                });
    }
}
