package io.github.refundworker.proof;

import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.wire.InputCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** People who look at refunds in review, and decide by the provider's books or are mistaken. */
final class SimulatedOperator {
    /** People look at what stands there, not at it again and again: as often at one revision of a refund. */
    private static final int LOOKS = 2;

    private final Fate fate;
    private final Simulation simulation;
    private final Map<String, Integer> looks = new HashMap<>();

    SimulatedOperator(Fate fate, Simulation simulation) {
        this.fate = fate;
        this.simulation = simulation;
    }

    void seen(ChargeId chargeId, Decision.Next decided) {
        for (Refund refund : decided.state().refunds()) {
            boolean asks = refund.state() instanceof RefundState.InReview || OperatorMoves.haveSpoken(refund);
            RefundId id = refund.id();
            if (asks
                    && looks.merge(id + " " + refund.revision(), 1, Integer::sum) <= LOOKS
                    && fate.strikes(Fault.OPERATOR_DECIDES)) {
                fate.later(fate.between(Duration.ofMinutes(1), Duration.ofDays(1)), () -> decide(chargeId, id));
            }
        }
    }

    private void decide(ChargeId chargeId, RefundId id) {
        ChargeState charge = simulation.state(chargeId);
        Refund refund = charge.refund(id);
        if (refund == null) {
            return;
        }
        OperatorDecision decision = switch (fate.pick(6)) {
            case 0 -> new OperatorDecision.Refresh();
            case 1 -> new OperatorDecision.LookUpAgain(id, refund.revision());
            default -> resolve(chargeId, refund);
        };
        simulation.tell(() -> "an operator decides " + decision);
        simulation.append(
                PartitionHash.partition(chargeId, Simulation.PARTITIONS),
                Encodings.key(chargeId),
                InputCodec.write(new Input.OperatorDecided(fate.now(), decision, "somebody", "it was so")));
    }

    private OperatorDecision resolve(ChargeId chargeId, Refund refund) {
        List<Books.Entry> entries = simulation.booksOf(chargeId).entries();
        if (fate.strikes(Fault.OPERATOR_MISTAKEN)) {
            boolean named = !entries.isEmpty() && fate.pick(2) == 0;
            String any = named ? entries.get(fate.pick(entries.size())).refund().id() : null;
            return new OperatorDecision.Resolve(refund.id(), refund.revision(), fate.pick(3) > 0, any);
        }
        Books.Entry paid = entries.stream()
                .filter(entry -> entry.isOf(refund.id()) && entry.isLive())
                .findFirst()
                .orElse(null);
        return new OperatorDecision.Resolve(refund.id(), refund.revision(), paid != null, idOf(paid));
    }

    private @Nullable String idOf(Books.@Nullable Entry paid) {
        return paid == null || fate.pick(2) == 0 ? null : paid.refund().id();
    }
}
