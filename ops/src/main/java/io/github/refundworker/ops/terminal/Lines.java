package io.github.refundworker.ops.terminal;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundError;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundRequest;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.ops.terminal.Screen.Tone;
import org.jspecify.annotations.Nullable;

/** One line for each thing that happens. */
public final class Lines {

    private Lines() {}

    public static String asks(Screen screen, RefundRequest request) {
        String what = request.amount() == null ? "all of it" : request.amount() + " " + request.currencyCode();
        String believed = request.previouslyRefundedAmount();
        return row(screen, Tone.ASK, "→ request", request.chargeId(), what)
                + screen.paint(
                        Tone.DIM,
                        "· " + request.requestId()
                                + (believed == null ? "" : ", believes " + believed + " was refunded"));
    }

    public static String garbage(Screen screen, String what) {
        return row(screen, Tone.ASK, "→ garbage", "", what);
    }

    public static String dashboard(Screen screen, String chargeId, String amount, String currencyCode) {
        return row(screen, Tone.ASK, "→ dashboard", chargeId, amount + " " + currencyCode);
    }

    public static String deadLetter(Screen screen, @Nullable String reason) {
        return row(screen, Tone.WARN, "← dead letter", "", reason == null ? "" : reason);
    }

    public static String event(Screen screen, RefundEvent event) {
        return switch (event) {
            case RefundCreated created ->
                refund(
                        screen,
                        created.origin() == Origin.PROVIDER ? "← found" : "← created",
                        created.refund(),
                        created.balance());
            case RefundUpdated updated -> refund(screen, "← updated", updated.refund(), updated.balance());
            case RefundRejected rejected ->
                row(screen, Tone.WARN, "← rejected", rejected.chargeId(), error(rejected.error()))
                        + screen.paint(Tone.DIM, left(rejected.balance()));
            case RefundRepeated repeated -> repeated(screen, repeated);
        };
    }

    private static String repeated(Screen screen, RefundRepeated repeated) {
        Refund refund = repeated.refund();
        RefundError error = repeated.error();
        String answer = refund != null ? amount(refund) + " " + refund.status() : error == null ? "" : error.code();
        return row(screen, Tone.DIM, "← repeated", repeated.chargeId(), answer)
                + screen.paint(Tone.DIM, "· the answer of " + repeated.requestId() + " again, nothing else");
    }

    private static String refund(Screen screen, String verb, Refund refund, ChargeBalance balance) {
        StatusInfo info = refund.statusInfo();
        String why = info == null ? "" : " " + info.code();
        return row(screen, tone(refund.status()), verb, refund.chargeId(), amount(refund) + " " + refund.status() + why)
                + screen.paint(Tone.DIM, left(balance));
    }

    private static String amount(Refund refund) {
        return refund.amount() + " " + refund.currencyCode();
    }

    private static Tone tone(RefundStatus status) {
        return switch (status) {
            case PENDING -> Tone.PLAIN;
            case SUCCEEDED -> Tone.GOOD;
            case FAILED, REVERSED -> Tone.BAD;
        };
    }

    private static String left(@Nullable ChargeBalance balance) {
        return balance == null ? "" : "· " + balance.refundableAmount() + " left to refund";
    }

    private static String error(RefundError error) {
        StringBuilder text = new StringBuilder(error.code());
        append(text, "field", error.field());
        append(text, "expected", error.expected());
        append(text, "actual", error.actual());
        append(text, "min", error.min());
        append(text, "max", error.max());
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(", ").append(name).append(' ').append(value);
        }
    }

    private static String row(Screen screen, Tone tone, String verb, String chargeId, String what) {
        return "   " + screen.paint(tone, "%-13s %-14s %-34s ".formatted(verb, chargeId, what));
    }
}
