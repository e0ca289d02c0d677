package io.github.refundworker.proof;

import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusEvent;
import io.github.refundworker.provider.ProviderResponse;
import java.util.List;
import java.util.stream.Collectors;

/** What happens in a world, as sentences for people. */
final class Teller {
    private Teller() {}

    static String decided(Setting setting, Input input, Decision decision) {
        String said = "decider, on " + input(setting, input) + ": ";
        return switch (decision) {
            case Decision.Ignore(var why) -> said + "ignored, " + why;
            case Decision.Next(var next, List<Effect> effects) -> {
                String open = next.refunds().stream()
                        .map(r -> name(setting, r.id()) + " is "
                                + r.state().getClass().getSimpleName())
                        .collect(Collectors.joining(", "));
                yield said
                        + effects.stream().map(e -> effect(setting, e)).collect(Collectors.joining("; "))
                        + (open.isEmpty() ? "" : " [" + open + "]");
            }
        };
    }

    private static String input(Setting setting, Input input) {
        return switch (input) {
            case Input.RefundRequested requested ->
                "request " + requested.body().requestId();
            case Input.DeadlinePassed _ -> "a due time";
            case Input.ProviderNotified(var _, var id, var providerId, var _, var _) ->
                "a hint at " + (id == null ? providerId : name(setting, id));
            default -> answer(input);
        };
    }

    static String answer(Input input) {
        return switch (input) {
            case Input.CommandAnswered(var _, long number, var _, Outcome outcome) ->
                "#" + number + " " + outcome(outcome);
            case Input.ChargeDescribed(var _, long number, var description) ->
                "#" + number + " " + description.getClass().getSimpleName();
            default -> input.toString();
        };
    }

    static String straggler(Setting setting, Input input) {
        return input instanceof Input.ProviderNotified
                ? "the provider's webhook arrives, " + input(setting, input)
                : "the copy of an answer arrives, " + input(setting, input);
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(ProviderRefund refund) -> "Completed " + held(refund);
            case Outcome.Pending(ProviderRefund refund) -> "Pending " + held(refund);
            case Outcome.Reversed(ProviderRefund refund) -> "Reversed " + held(refund);
            case Outcome.Declined(var why, var _, boolean stored) ->
                "Declined " + why.code() + (stored ? "" : ", not stored");
            default -> outcome.getClass().getSimpleName();
        };
    }

    static String response(ProviderResponse response) {
        return switch (response) {
            case ProviderResponse.Found(ProviderRefund refund) -> held(refund);
            case ProviderResponse.Refused(var why, boolean stored) ->
                "refused, " + why.code() + (stored ? "" : ", and nothing stored");
            case ProviderResponse.NotFound() -> "not there";
            default -> response.toString();
        };
    }

    private static String held(ProviderRefund refund) {
        return refund.id() + " " + refund.status();
    }

    private static String effect(Setting setting, Effect effect) {
        return switch (effect) {
            case Effect.SendCommand(var _, Command command) ->
                switch (command) {
                    case Command.Settle s ->
                        "settle #" + s.number() + " " + name(setting, s.refundId())
                                + (s.uncertain() ? " looking first" : "");
                    case Command.LookUp l -> "look up #" + l.number() + " " + name(setting, l.refundId());
                    case Command.Describe d -> "describe #" + d.number();
                };
            case Effect.PublishBalance(Balance b) -> "balance " + b.refunded() + " + " + b.pending();
            case Effect.PublishStatus(StatusEvent event) ->
                switch (event) {
                    case StatusEvent.Created(Refund refund, var _) -> "created " + refund(setting, refund);
                    case StatusEvent.Updated(Refund refund, var _) -> "updated " + refund(setting, refund);
                    case StatusEvent.Rejected(var id, var _, var rejection, var _) ->
                        "rejected " + id + " " + rejection.code();
                    case StatusEvent.Repeated(var id, var _, var _, var _, var _) -> "repeated " + id;
                };
        };
    }

    private static String refund(Setting setting, Refund refund) {
        return name(setting, refund.id()) + " " + refund.amount().amount() + " "
                + refund.state().status() + " rev " + refund.revision();
    }

    static String name(Setting setting, RefundId id) {
        for (Setting.Ask ask : setting.asks()) {
            if (RefundId.of(
                            setting.policy().namespace(),
                            Setting.CHARGE,
                            ask.request().requestId())
                    .equals(id)) {
                return ask.id();
            }
        }
        return "the imported one";
    }
}
