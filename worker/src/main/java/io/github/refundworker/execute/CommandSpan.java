package io.github.refundworker.execute;

import static io.github.refundworker.tracing.SpanAttribute.ACCOUNT;
import static io.github.refundworker.tracing.SpanAttribute.CHARGE_ID;
import static io.github.refundworker.tracing.SpanAttribute.CODE;
import static io.github.refundworker.tracing.SpanAttribute.OUTCOME;
import static io.github.refundworker.tracing.SpanAttribute.REFUND_ID;
import static io.github.refundworker.tracing.SpanAttribute.REQUEST_ID;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.tracing.StepSpan;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of the spans of a command and its calls. Of a provider's texts they hold only the code of a
 * refusal, because other texts may hold amounts or anything else.
 */
final class CommandSpan {
    private CommandSpan() {}

    static StepSpan about(ReceivedCommand received, AccountName account, StepSpan span) {
        if (span.isRecorded()) {
            span.doing(
                            switch (received.command()) {
                                case Command.Settle _ -> "settle";
                                case Command.LookUp _ -> "look_up";
                                case Command.Describe _ -> "describe";
                            })
                    .with(CHARGE_ID, received.command().chargeId())
                    .with(REFUND_ID, received.refundId())
                    .with(REQUEST_ID, received.requestId())
                    .with(ACCOUNT, account);
        }
        return span;
    }

    static void tell(StepSpan span, Input answer) {
        switch (answer) {
            case Input.CommandAnswered answered ->
                span.with(OUTCOME, nameOf(answered.outcome())).with(CODE, codeOf(answered.outcome()));
            case Input.ChargeDescribed described -> span.with(OUTCOME, nameOf(described.description()));
            case Input.RefundRequested _, Input.ProviderNotified _, Input.DeadlinePassed _, Input.OperatorDecided _ ->
                throw new IllegalStateException("no answer: " + answer.getClass());
        }
    }

    static void tell(StepSpan span, ProviderResponse response) {
        span.with(OUTCOME, ExecutorMeters.resultOf(response))
                .with(CODE, response instanceof ProviderResponse.Refused(var why, var _) ? why.code() : null);
    }

    private static String nameOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed _ -> "completed";
            case Outcome.Pending _ -> "pending";
            case Outcome.Reversed _ -> "reversed";
            case Outcome.Declined _ -> "declined";
            case Outcome.NotSent _ -> "not_sent";
            case Outcome.Unknown _ -> "unknown";
            case Outcome.Expired _ -> "expired";
            case Outcome.NotFound _ -> "not_found";
        };
    }

    private static String nameOf(Description description) {
        return switch (description) {
            case Description.Found _, Description.Listed _ -> "described";
            case Description.Missing _ -> "not_found";
            case Description.Unavailable _ -> "unavailable";
            case Description.TooLate _ -> "expired";
        };
    }

    private static @Nullable String codeOf(Outcome outcome) {
        return outcome instanceof Outcome.Declined(var why, var _, var _) ? why.code() : null;
    }
}
