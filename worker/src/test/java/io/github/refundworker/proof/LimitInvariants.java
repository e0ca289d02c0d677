package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A charge is at its limits only while what fills it must be remembered. */
final class LimitInvariants {
    /** How much longer than it must a charge may remember. */
    private static final Duration SLACK = Duration.ofDays(1);
    /** When requests were refused, by their charge. */
    private final Map<ChargeId, List<Instant>> refused = new HashMap<>();

    @Nullable
    String check(ChargeId chargeId, ChargeState before, Policy policy, Decision.Next decision) {
        if (!Wider.LIMITS_OVER_TIME.isOn()) {
            return null;
        }
        // By the charge's own clock: the decider may stand still for a day, and ages count from when records were
        // written.
        Instant now = decision.state().latest();
        List<Instant> times = refused.computeIfAbsent(chargeId, _ -> new ArrayList<>());
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.PublishStatus(StatusEvent.Rejected(var _, var source, var why, var _))) {
                Instant oldest = now.minus(policy.ages().request()).minus(SLACK);
                boolean isAtLimits = why.code() == ErrorCode.REFUND_LIMIT_REACHED;
                boolean mayBeCopy = mayBeUnremembered(before, source, oldest);
                long remembered =
                        times.stream().filter(time -> !time.isBefore(oldest)).count();
                long held =
                        remembered + before.refunds().size() + before.waiting().size();
                if (isAtLimits && !mayBeCopy && held < policy.limits().requestIds()) {
                    return "a request is refused for the charge's limits although " + remembered
                            + " refused ones need to be remembered";
                }
                // A copy may be remembered as well, where there is room again by then.
                if (isAtLimits ? mayBeCopy : why.code() != ErrorCode.REQUEST_ID_REUSED) {
                    times.add(now);
                }
            }
        }
        return null;
    }

    /** Whether it may be a copy of one that was refused while the memory was full, and is not remembered itself. */
    private static boolean mayBeUnremembered(ChargeState before, Source source, Instant oldest) {
        Instant unremembered = before.unremembered();
        return unremembered != null
                && !unremembered.isBefore(oldest)
                && !source.timestamp().isAfter(unremembered);
    }
}
