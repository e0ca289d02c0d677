package io.github.refundworker.provider.stripe;

import com.stripe.model.Refund;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates Stripe's refunds into the worker's types. */
final class HeldRefunds {
    private static final String ACQUIRER_REFERENCE = "acquirer_reference_number";

    private HeldRefunds() {}

    static ProviderRefund of(Refund refund, ChargeId chargeId, ChargeIds chargeIds) throws UnusableAnswerException {
        if (!chargeId.value().equals(chargeIds.of(refund))) {
            throw new UnusableAnswerException("it is about another charge");
        }
        String id = refund.getId();
        if (id == null || id.isBlank() || id.length() > AnswerJson.MAX_ID) {
            throw new UnusableAnswerException("id is not 1 to " + AnswerJson.MAX_ID + " characters long");
        }
        ProviderStatus status = status(refund.getStatus());
        Map<String, String> metadata = refund.getMetadata();
        return new ProviderRefund(
                id,
                metadata == null ? null : AnswerJson.reference(metadata.get(RefundParams.REFERENCE)),
                money(refund.getAmount(), refund.getCurrency()),
                status,
                status == ProviderStatus.FAILED ? error(refund) : null,
                new ProviderDetails(null, null, acquirerReference(refund.getDestinationDetails())));
    }

    static Money money(@Nullable Long minor, @Nullable String currency) throws UnusableAnswerException {
        if (minor == null || currency == null) {
            throw new UnusableAnswerException("amount or currency is missing");
        }
        String code = currency.toUpperCase(Locale.ROOT);
        if (!CurrencyCode.isValid(code) || !MinorUnits.V1.knows(new CurrencyCode(code))) {
            throw new UnusableAnswerException("currency is none whose unit is known here");
        }
        return MinorUnits.V1.toMoney(minor, new CurrencyCode(code));
    }

    /** Stripe reports a failure after a success as a failure. The decider knows that it was a success before. */
    private static ProviderStatus status(@Nullable String status) throws UnusableAnswerException {
        return switch (status) {
            case "pending", "requires_action" -> ProviderStatus.PENDING;
            case "succeeded" -> ProviderStatus.SUCCEEDED;
            case "failed", "canceled" -> ProviderStatus.FAILED;
            case null, default -> throw new UnusableAnswerException("status is none that we know");
        };
    }

    private static StatusInfo error(Refund refund) {
        String reason = refund.getFailureReason();
        String own = reason == null || reason.isBlank() || reason.length() > 100 ? refund.getStatus() : reason;
        return AnswerJson.info(code(own), own.replace('_', ' '));
    }

    /** A refusal and a later failure for the same reason have the same code. The description keeps Stripe's word. */
    private static String code(String reason) {
        return switch (reason) {
            case "insufficient_funds" -> ErrorCode.MERCHANT_BALANCE_INSUFFICIENT.name();
            case "charge_for_pending_refund_disputed" -> ErrorCode.CHARGE_DISPUTED.name();
            default -> reason.toUpperCase(Locale.ROOT);
        };
    }

    private static @Nullable String acquirerReference(Refund.@Nullable DestinationDetails details) {
        if (details == null || details.getCard() == null) {
            return null;
        }
        Refund.DestinationDetails.Card card = details.getCard();
        return ACQUIRER_REFERENCE.equals(card.getReferenceType())
                ? AnswerJson.acquirerReference(card.getReference())
                : null;
    }
}
