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
import io.github.refundworker.ops.terminal.Screen.Part;
import io.github.refundworker.ops.terminal.Screen.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats each request and event as one line. */
public final class Lines {

    private Lines() {}

    public static List<Part> asks(RefundRequest request) {
        String what = request.amount() == null ? "all of it" : request.amount() + " " + request.currencyCode();
        String believed = request.previouslyRefundedAmount();
        return row(
                Tone.ASK,
                "→ request",
                request.chargeId(),
                what,
                "· " + request.requestId() + (believed == null ? "" : ", believes " + believed + " was refunded"));
    }

    public static List<Part> garbage(String what) {
        return row(Tone.ASK, "→ garbage", "", what, "");
    }

    public static List<Part> dashboard(String chargeId, String amount, String currencyCode) {
        return row(Tone.ASK, "→ dashboard", chargeId, amount + " " + currencyCode, "");
    }

    public static List<Part> deadLetter(@Nullable String reason) {
        return row(Tone.WARN, "← dead letter", "", reason == null ? "" : reason, "");
    }

    public static List<Part> event(RefundEvent event) {
        return switch (event) {
            case RefundCreated created ->
                refund(
                        created.origin() == Origin.PROVIDER ? "← found" : "← created",
                        created.refund(),
                        created.balance());
            case RefundUpdated updated -> refund("← updated", updated.refund(), updated.balance());
            case RefundRejected rejected ->
                row(Tone.WARN, "← rejected", rejected.chargeId(), error(rejected.error()), left(rejected.balance()));
            case RefundRepeated repeated -> repeated(repeated);
        };
    }

    private static List<Part> repeated(RefundRepeated repeated) {
        Refund refund = repeated.refund();
        RefundError error = repeated.error();
        String answer = refund != null ? amount(refund) + " " + refund.status() : error == null ? "" : error.code();
        return row(
                Tone.DIM,
                "← repeated",
                repeated.chargeId(),
                answer,
                "· the answer of " + repeated.requestId() + " again, nothing else");
    }

    private static List<Part> refund(String verb, Refund refund, ChargeBalance balance) {
        StatusInfo info = refund.statusInfo();
        String why = info == null ? "" : " " + info.code();
        return row(
                tone(refund.status()),
                verb,
                refund.chargeId(),
                amount(refund) + " " + refund.status() + why,
                left(balance));
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

    private static List<Part> row(Tone tone, String verb, String chargeId, String what, String more) {
        return List.of(
                new Part(Tone.PLAIN, "   "),
                new Part(tone, "%-13s %-14s %-34s ".formatted(verb, chargeId, what)),
                new Part(Tone.DIM, more));
    }
}
