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
 * What Stripe's errors mean for the money. A refusal is an error object of the API that says what is wrong, and that is
 * stored under the key; every other answer may stand for a refund that was made, a stored 500 included.
 */
final class StripeErrors {
    private static final Set<String> REFUSING_TYPES = Set.of("invalid_request_error", "card_error");
    private static final String MISSING = "resource_missing";
    private static final String AMOUNT = "amount";

    private StripeErrors() {}

    static ProviderResponse ofSettle(StripeException failure) {
        if (failure instanceof StripeTransport.NotAnsweredException notAnswered) {
            return notAnswered.response();
        }
        StripeError error = failure.getStripeError();
        if (error == null) {
            return unclear(failure);
        }
        return switch (statusOf(failure)) {
            case 400 -> isRefusal(error) && !isStored(error) ? turnedDown(failure) : refusedOrUnclear(failure, error);
            // Found right, carried out, and failed.
            case 402 -> refusedOrUnclear(failure, error);
            case 404 -> MISSING.equals(error.getCode()) ? turnedDown(failure) : unclear(failure);
            default -> unclear(failure);
        };
    }

    static ProviderResponse ofReading(StripeException failure) {
        if (failure instanceof StripeTransport.NotAnsweredException notAnswered) {
            return notAnswered.response();
        }
        // A 404 counts only with its code: one from a proxy or a wrong address must not look like "never paid".
        return statusOf(failure) == 404 && MISSING.equals(codeOf(failure)) ? new NotFound() : unclear(failure);
    }

    private static ProviderResponse refusedOrUnclear(StripeException failure, StripeError error) {
        return isRefusal(error) ? new Refused(AnswerJson.info(code(error), error.getMessage())) : unclear(failure);
    }

    private static boolean isRefusal(StripeError error) {
        return REFUSING_TYPES.contains(error.getType());
    }

    /**
     * Stripe stores what it answers once it carries a request out; not that it found parameters wrong, or no charge. What
     * has no code is taken for that: who takes a refusal for stored that is not, fails a refund that the next delivery pays.
     */
    private static boolean isStored(StripeError error) {
        String code = error.getCode();
        return code == null ? AMOUNT.equals(error.getParam()) : !code.equals(MISSING) && !code.startsWith("parameter_");
    }

    private static NotSent turnedDown(StripeException failure) {
        return NotSent.later(described(failure));
    }

    private static String code(StripeError error) {
        String code = error.getCode();
        if (code == null) {
            // More than is left of a charge is refused without a code.
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

    private static String described(StripeException failure) {
        String code = codeOf(failure);
        return "HTTP " + statusOf(failure) + (code == null ? "" : " " + code);
    }

    private static int statusOf(StripeException failure) {
        Integer status = failure.getStatusCode();
        return status == null ? 0 : status;
    }

    /** The message is left out, because it may quote what no log may. */
    private static @Nullable String codeOf(StripeException failure) {
        StripeError error = failure.getStripeError();
        if (error == null) {
            return null;
        }
        return error.getCode() != null ? error.getCode() : error.getType();
    }
}
