package io.github.refundworker.provider.http;

import static io.github.refundworker.provider.AnswerJson.amount;
import static io.github.refundworker.provider.AnswerJson.currency;
import static io.github.refundworker.provider.AnswerJson.optionalAmount;
import static io.github.refundworker.provider.AnswerJson.optionalText;
import static io.github.refundworker.provider.AnswerJson.text;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.UnusableAnswerException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the objects of the HTTP provider contract. */
final class AnswerReader {
    private AnswerReader() {}

    /** One page of a charge with its refunds. */
    record Page(
            Money captured,
            List<ProviderRefund> refunds,
            Disputes disputes,
            @Nullable String nextCursor) {}

    static ProviderRefund refund(byte[] body, ChargeId chargeId) throws UnusableAnswerException {
        return refund(AnswerJson.tree(body), chargeId);
    }

    static Page page(byte[] body, ChargeId chargeId) throws UnusableAnswerException {
        JsonNode page = AnswerJson.tree(body);
        requireCharge(page, chargeId);
        Money captured = new Money(amount(page, "capturedAmount"), currency(page, "currencyCode"));
        JsonNode list = page.get("refunds");
        if (list == null || !list.isArray()) {
            throw new UnusableAnswerException("refunds is missing");
        }
        List<ProviderRefund> refunds = new ArrayList<>();
        for (JsonNode each : list.values()) {
            refunds.add(refund(each, chargeId));
        }
        return new Page(captured, refunds, disputes(page), optionalText(page, "nextCursor"));
    }

    private static Disputes disputes(JsonNode page) throws UnusableAnswerException {
        BigDecimal chargedBack = optionalAmount(page, "chargedBackAmount");
        return new Disputes(
                AnswerJson.optionalTruth(page, "disputed"), chargedBack == null ? BigDecimal.ZERO : chargedBack);
    }

    /** The code and description of a problem document. Absent if the body is something else. */
    static @Nullable StatusInfo problem(byte[] body) {
        try {
            return AnswerJson.info(AnswerJson.tree(body), "detail");
        } catch (UnusableAnswerException e) {
            return null;
        }
    }

    static ProviderRefund refund(JsonNode node, ChargeId chargeId) throws UnusableAnswerException {
        requireCharge(node, chargeId);
        JsonNode error = node.get("error");
        return new ProviderRefund(
                AnswerJson.id(node, "id"),
                AnswerJson.reference(optionalText(node, "reference")),
                new Money(amount(node, "amount"), currency(node, "currencyCode")),
                status(text(node, "status")),
                error == null || error.isNull() ? null : AnswerJson.info(error, "description"),
                new ProviderDetails(
                        optionalAmount(node, "returnedApplicationFee"),
                        optionalAmount(node, "returnedProcessingFee"),
                        AnswerJson.acquirerReference(optionalText(node, "acquirerReferenceNumber"))));
    }

    private static void requireCharge(JsonNode node, ChargeId chargeId) throws UnusableAnswerException {
        if (!text(node, "chargeId").equals(chargeId.value())) {
            throw new UnusableAnswerException("it is about another charge");
        }
    }

    private static ProviderStatus status(String text) throws UnusableAnswerException {
        for (ProviderStatus status : ProviderStatus.values()) {
            if (status.name().equals(text)) {
                return status;
            }
        }
        throw new UnusableAnswerException("status is none that we know");
    }
}
