package io.github.refundworker.ops.review;

import io.github.refundworker.contracts.Refund;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why the worker does not do what a person decided. */
final class Refusal {

    private Refusal() {}

    /**
     * @param reason the worker's word for it
     * @param now the refund as it stands, where the decision is about one
     */
    static String of(String reason, @Nullable Refund now) {
        String stands = now == null ? "" : "it is at revision " + now.revision() + " (" + now.status() + ") and ";
        return switch (reason) {
            case "OUTDATED_REVISION" -> stands + "not at the one that you saw: look again";
            case "NOT_IN_REVIEW" -> stands + "does not wait for a person";
            case "CONTRADICTS_PROVIDER" -> "the provider has shown the opposite, which can only be accepted";
            case "PROVIDER_ID_TAKEN" ->
                "another refund of this charge has that id at the provider, and one payment is not two refunds";
            case "STILL_UNDER_WAY" ->
                "an attempt may still be under way, so nobody can know yet; try again in some minutes";
            case "UNKNOWN_REFUND" -> "the worker knows no such refund";
            case "CANNOT_ASK" ->
                "the worker knows no such charge, its account is not configured any more, or its provider does not"
                        + " describe charges";
            case "NOTHING_NEW" -> "that is known already";
            case "NOT_DECLARED" -> "its provider tells what was captured, or no request of it was accepted yet";
            case "CANNOT_BE_CAPTURED" ->
                "the amount is less than what is refunded and pending, is in another currency, or has too many decimals";
            default -> reason;
        };
    }
}
