package io.github.refundworker.proof;

import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundState;
import io.github.refundworker.domain.StatusInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people may decide next: rightly, by what the provider's books say, and wrongly. */
final class OperatorMoves {
    /** One that no refund of the provider has. */
    private static final String INVENTED = "p99";

    private final Setting setting;
    private final World world;
    private final Moves.Sink sink;

    private OperatorMoves(Setting setting, World world, Moves.Sink sink) {
        this.setting = setting;
        this.world = world;
        this.sink = sink;
    }

    static void from(Setting setting, World world, Moves.Sink sink) {
        if (setting.has(Wider.OPERATORS) && world.faults() > 0) {
            OperatorMoves moves = new OperatorMoves(setting, world, sink);
            world.charge().refunds().forEach(moves::about);
            moves.decide(new OperatorDecision.Refresh(), "has the charge read again");
        }
    }

    /** Whether a person's word, right or wrong, is part of how it stands. */
    static boolean haveSpoken(Refund refund) {
        StatusInfo info = refund.state().statusInfo();
        return info != null
                && (info.code().equals(StatusInfo.RESOLVED_BY_OPERATOR)
                        || info.code().equals(StatusInfo.OPERATOR_CONTRADICTED));
    }

    private void about(Refund refund) {
        String name = Teller.name(setting, refund.id());
        boolean isAskedFor = refund.state() instanceof RefundState.InReview || haveSpoken(refund);
        if (isAskedFor) {
            resolve(refund, false, null, name + " not paid");
            for (String id : ids()) {
                resolve(refund, true, id, name + " paid" + (id == null ? "" : " as " + id));
            }
        }
        decide(new OperatorDecision.LookUpAgain(refund.id(), refund.revision()), "has " + name + " looked up again");
    }

    private List<@Nullable String> ids() {
        List<@Nullable String> ids = new ArrayList<>();
        ids.add(null);
        ids.add(INVENTED);
        world.books().entries().forEach(entry -> ids.add(entry.refund().id()));
        return ids;
    }

    private void resolve(Refund refund, boolean paid, @Nullable String id, String what) {
        decide(new OperatorDecision.Resolve(refund.id(), refund.revision(), paid, id), "calls " + what);
    }

    private void decide(OperatorDecision decision, String what) {
        Input input = new Input.OperatorDecided(world.now(), decision, "somebody", "it was so");
        sink.move(world.paying(1).written(input), () -> "an operator " + what, null);
    }
}
