package io.github.refundworker.provider.wix;

import static io.github.refundworker.provider.AnswerJson.amount;
import static io.github.refundworker.provider.AnswerJson.currency;
import static io.github.refundworker.provider.AnswerJson.optionalAmount;
import static io.github.refundworker.provider.AnswerJson.optionalText;
import static io.github.refundworker.provider.AnswerJson.text;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.ErrorCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.AnswerJson;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.Found;
import io.github.refundworker.provider.ProviderResponse.NotFound;
import io.github.refundworker.provider.ProviderResponse.Refused;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import io.github.refundworker.provider.UnusableAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Maps Wix's answers to their meaning. Wix's own errors have the form {@code {message, details: {applicationError:
 * {code, description, data}}}}. Two of the fifteen codes come with status 400, the others with 428. Errors of Wix's
 * framework have the same envelope.
 */
final class WixAnswers {
    private WixAnswers() {}

    /** One page of a query. */
    record Page(List<ProviderRefund> refunds, @Nullable String nextCursor) {}

    static ProviderResponse.OfSettle ofSettle(Command.Settle command, ReferencePlace place, HttpAnswer answer) {
        ProviderResponse.NotSent untouched = answer.untouched();
        if (untouched != null) {
            return untouched;
        }
        try {
            JsonNode body = AnswerJson.tree(answer.body());
            if (answer.status() == 200 || answer.status() == 201) {
                ProviderRefund refund = refund(body.path("refund"), command.chargeId(), place);
                return command.refundId().equals(refund.reference())
                        ? new Found(refund)
                        : new Unclear("the answer is about another refund");
            }
            return refused(answer.status(), body);
        } catch (UnusableAnswerException e) {
            return unclear(answer, e.getMessage());
        }
    }

    private static ProviderResponse.OfSettle refused(int status, JsonNode body) throws UnusableAnswerException {
        StatusInfo error = error(body);
        boolean definite = switch (status) {
            case 400, 404, 428 -> true;
            default -> false;
        };
        // The payment service behind Wix may have got the request before it went down.
        if (error == null || !definite || error.code().equals(ErrorCode.PROVIDER_DOWN.name())) {
            return new Unclear("HTTP " + status + (error == null ? "" : " " + error.code()));
        }
        return new Refused(
                status == 404 ? AnswerJson.info(ErrorCode.CHARGE_NOT_FOUND.name(), error.description()) : error);
    }

    static ProviderResponse.OfLookUp ofLookUp(ChargeId chargeId, String id, ReferencePlace place, HttpAnswer answer) {
        ProviderResponse.NotSent untouched = answer.untouched();
        if (untouched != null) {
            return untouched;
        }
        try {
            JsonNode body = AnswerJson.tree(answer.body());
            // A 404 counts only in Wix's form. One from a proxy or a wrong address must not look like "never paid".
            if (answer.status() == 404 && error(body) != null) {
                return new NotFound();
            }
            if (answer.status() != 200) {
                return unclear(answer, null);
            }
            ProviderRefund refund = refund(body.path("refund"), chargeId, place);
            return refund.id().equals(id) ? new Found(refund) : new Unclear("the answer is about another refund");
        } catch (UnusableAnswerException e) {
            return unclear(answer, e.getMessage());
        }
    }

    static Page page(byte[] body, ChargeId chargeId, ReferencePlace place) throws UnusableAnswerException {
        JsonNode page = AnswerJson.tree(body);
        JsonNode list = page.get("refunds");
        if (list == null || !list.isArray()) {
            throw new UnusableAnswerException("refunds is missing");
        }
        List<ProviderRefund> refunds = new ArrayList<>();
        for (JsonNode each : list.values()) {
            refunds.add(refund(each, chargeId, place));
        }
        return new Page(refunds, nextCursor(page.path("pagingMetadata"), refunds.isEmpty()));
    }

    /**
     * A page is the last only if Wix says so. A reader that takes a part of the list for all of it would pay the
     * refunds in the rest again.
     */
    private static @Nullable String nextCursor(JsonNode paging, boolean isEmpty) throws UnusableAnswerException {
        JsonNode hasNext = paging.path("hasNext");
        if (hasNext.isBoolean()) {
            return hasNext.booleanValue() ? text(paging.path("cursors"), "next") : null;
        }
        String next = optionalText(paging.path("cursors"), "next");
        if (next != null && !next.isEmpty()) {
            return next;
        }
        if (!isEmpty) {
            throw new UnusableAnswerException("hasNext is missing");
        }
        return null;
    }

    static Unclear unclear(HttpAnswer answer, @Nullable String why) {
        return new Unclear("HTTP " + answer.status() + (why == null ? "" : " with an unusable answer: " + why));
    }

    /** Absent if the body is not a Wix error document. */
    private static @Nullable StatusInfo error(JsonNode body) throws UnusableAnswerException {
        JsonNode details = body.get("details");
        String message = optionalText(body, "message");
        if (details == null || !details.isObject() || message == null) {
            return null;
        }
        JsonNode error = details.get("applicationError");
        return error != null && error.isObject()
                ? AnswerJson.info(error, "description")
                : AnswerJson.info(ErrorCode.INVALID_REQUEST.name(), message);
    }

    private static ProviderRefund refund(JsonNode node, ChargeId chargeId, ReferencePlace place)
            throws UnusableAnswerException {
        return refund(node, chargeId, place.of(node));
    }

    static ProviderRefund refund(JsonNode node, ChargeId chargeId, @Nullable RefundId reference)
            throws UnusableAnswerException {
        if (!text(node, "chargeId").equals(chargeId.value())) {
            throw new UnusableAnswerException("it is about another charge");
        }
        ProviderStatus status = status(text(node, "status"));
        return new ProviderRefund(
                AnswerJson.id(node, "id"),
                reference,
                new Money(amount(node, "amount"), currency(node, "currencyCode")),
                status,
                status == ProviderStatus.FAILED || status == ProviderStatus.REVERSED ? statusInfo(node) : null,
                new ProviderDetails(
                        optionalAmount(node, "returnedApplicationFee"),
                        optionalAmount(node, "returnedProcessingFee"),
                        AnswerJson.acquirerReference(optionalText(node, "acquirerReferenceNumber"))));
    }

    private static @Nullable StatusInfo statusInfo(JsonNode refund) throws UnusableAnswerException {
        JsonNode info = refund.get("statusInfo");
        return info == null || optionalText(info, "code") == null ? null : AnswerJson.info(info, "description");
    }

    private static ProviderStatus status(String text) throws UnusableAnswerException {
        return switch (text) {
            case "PENDING" -> ProviderStatus.PENDING;
            case "SUCCEEDED" -> ProviderStatus.SUCCEEDED;
            case "FAILED" -> ProviderStatus.FAILED;
            case "REVERSED" -> ProviderStatus.REVERSED;
            default -> throw new UnusableAnswerException("status is none that we know");
        };
    }
}
