package io.github.refundworker.provider.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.NotFound;
import io.github.refundworker.provider.ProviderResponse.NotSent;
import io.github.refundworker.provider.ProviderResponse.Refused;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps Stripe's errors to their meaning for the money. A refusal is an error object of the API that says what is
 * wrong. Behind any other answer, even a stored 500, the refund may have been made.
 */
final class StripeErrors {
    private static final Set<String> REFUSING_TYPES = Set.of("invalid_request_error", "card_error");
    private static final String MISSING = "resource_missing";

    /**
     * Codes about the charge or the balance. Stripe gives them after it began to carry the request out, and from
     * then on it stores its answer under the key. This is not known for any other code, and not for an error without
     * a code.
     */
    private static final Set<String> STORED = Set.of(
            "charge_already_refunded",
            "charge_disputed",
            "refund_disputed_payment",
            "charge_not_refundable",
            "payment_intent_unexpected_state",
            "balance_insufficient",
            "insufficient_funds");

    private static final String AMOUNT = "amount";

    private StripeErrors() {}

    static ProviderResponse.OfSettle ofSettle(StripeException failure) {
        if (failure instanceof StripeTransport.NotAnsweredException notAnswered) {
            return notAnswered.response();
        }
        StripeError error = failure.getStripeError();
        if (error == null) {
            return unclear(failure);
        }
        return switch (statusOf(failure)) {
            case 400, 402 -> isMissing(error) ? notThere(failure) : refusedOrUnclear(failure, error);
            case 404 -> isMissing(error) ? notThere(failure) : unclear(failure);
            default -> unclear(failure);
        };
    }

    static ProviderResponse.OfReading ofReading(StripeException failure) {
        if (failure instanceof StripeTransport.NotAnsweredException notAnswered) {
            return notAnswered.response();
        }
        // A 404 counts only with its code. One from a proxy or a wrong address must not look like "never paid".
        return statusOf(failure) == 404 && MISSING.equals(codeOf(failure)) ? new NotFound() : unclear(failure);
    }

    /**
     * The meaning of an error for a list of the refunds of a charge that was read before. If Stripe has no such
     * charge, the key belongs to another merchant, and the error says nothing about a refund. Otherwise, with a
     * wrong key, every refund would look as if it had never been made.
     */
    static ProviderResponse.NoResult ofList(StripeException failure) {
        return ofReading(failure) instanceof ProviderResponse.NoResult none ? none : unclear(failure);
    }

    private static ProviderResponse.OfSettle refusedOrUnclear(StripeException failure, StripeError error) {
        return REFUSING_TYPES.contains(error.getType())
                ? new Refused(
                        AnswerJson.info(code(error), error.getMessage()),
                        error.getCode() != null && STORED.contains(error.getCode()))
                : unclear(failure);
    }

    private static boolean isMissing(StripeError error) {
        return REFUSING_TYPES.contains(error.getType()) && MISSING.equals(error.getCode());
    }

    /**
     * The charge was read before, so the key belongs to another merchant or to the other mode. The next key may be
     * right.
     */
    private static NotSent notThere(StripeException failure) {
        return NotSent.later(described(failure));
    }

    private static String code(StripeError error) {
        String code = error.getCode();
        if (code == null) {
            // Stripe refuses an amount above the rest of the charge without a code.
            return AMOUNT.equals(error.getParam())
                    ? ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name()
                    : error.getType().toUpperCase(Locale.ROOT);
        }
        return switch (code) {
            case "charge_already_refunded" -> ErrorCode.CHARGE_REFUNDED.name();
            case "charge_disputed", "refund_disputed_payment" -> ErrorCode.CHARGE_DISPUTED.name();
            case "charge_not_refundable" -> ErrorCode.PROVIDER_NOT_SUPPORTED.name();
            case "payment_intent_unexpected_state" -> ErrorCode.CHARGE_UNPAID.name();
            case "balance_insufficient", "insufficient_funds" -> ErrorCode.MERCHANT_BALANCE_INSUFFICIENT.name();
            case "amount_too_large", "amount_too_small" -> ErrorCode.REFUND_AMOUNT_OUT_OF_BOUNDS.name();
            default -> code.toUpperCase(Locale.ROOT);
        };
    }

    private static Unclear unclear(StripeException failure) {
        return new Unclear(described(failure));
    }

    static String described(StripeException failure) {
        String code = codeOf(failure);
        return "HTTP " + statusOf(failure) + (code == null ? "" : " " + code);
    }

    private static int statusOf(StripeException failure) {
        Integer status = failure.getStatusCode();
        return status == null ? 0 : status;
    }

    /** The code without the message, because the message may quote secrets. */
    private static @Nullable String codeOf(StripeException failure) {
        StripeError error = failure.getStripeError();
        if (error == null) {
            return null;
        }
        return error.getCode() != null ? error.getCode() : error.getType();
    }
}
