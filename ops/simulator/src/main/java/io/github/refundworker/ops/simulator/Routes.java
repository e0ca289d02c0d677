package io.github.refundworker.ops.simulator;

import java.util.List;
import java.util.function.Supplier;

/** Maps a request to its call. */
final class Routes {
    private final ProviderApi provider;
    private final ControlApi control;
    private final Stats stats;

    Routes(ProviderApi provider, ControlApi control, Stats stats) {
        this.provider = provider;
        this.control = control;
        this.stats = stats;
    }

    Reply handle(Call call) {
        return answer(() -> route(call));
    }

    private Reply route(Call call) {
        List<String> path = call.path();
        String first = path.getFirst();
        return switch (call.method() + " " + first + "/" + (path.size() - 1)) {
            case "POST refunds/0" -> counted(Endpoint.CREATE_REFUND, () -> provider.createRefund(call));
            case "GET refunds/1" -> counted(Endpoint.GET_REFUND, () -> provider.getRefund(path.get(1)));
            case "GET charges/1" -> counted(Endpoint.GET_CHARGE, () -> provider.getCharge(path.get(1), call.cursor()));
            case "POST refunds/2" -> move(path.get(1), path.get(2), call);
            case "POST charges/0" -> control.createCharges(call);
            case "PUT charges/2" -> dispute(path.get(1), path.get(2), call);
            case "POST dashboard/1" -> dashboard(path.get(1), call);
            case "GET faults/0" -> control.faults();
            case "PUT faults/0" -> control.replaceFaults(call);
            case "GET ledger/0" -> control.ledger();
            case "GET stats/0" -> control.stats();
            case "GET healthz/0" -> control.health();
            default -> throw notFound();
        };
    }

    private Reply move(String referenceOrId, String verb, Call call) {
        return switch (verb) {
            case "settle" -> control.move(referenceOrId, RefundStatus.SUCCEEDED, call);
            case "fail" -> control.move(referenceOrId, RefundStatus.FAILED, call);
            case "reverse" -> control.move(referenceOrId, RefundStatus.REVERSED, call);
            default -> throw notFound();
        };
    }

    private Reply dispute(String chargeId, String resource, Call call) {
        if (!resource.equals("dispute")) {
            throw notFound();
        }
        return control.dispute(chargeId, call);
    }

    private Reply dashboard(String resource, Call call) {
        if (!resource.equals("refunds")) {
            throw notFound();
        }
        return control.refundInDashboard(call);
    }

    private Reply counted(Endpoint endpoint, Supplier<Reply> work) {
        stats.entered(endpoint);
        try {
            Reply reply = answer(work);
            stats.answered(reply);
            if (reply instanceof Reply.Cut cut) {
                CallFaults.pause(cut.holdMillis());
            }
            return reply;
        } finally {
            stats.left();
        }
    }

    private static Reply answer(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            return problem.reply();
        }
    }

    private static Problem notFound() {
        return Problem.of(404, "NOT_FOUND", "No such resource");
    }
}
