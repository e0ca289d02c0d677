package io.github.refundworker.provider.http;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.ProviderResponse.Found;
import io.github.refundworker.provider.ProviderResponse.NotFound;
import io.github.refundworker.provider.ProviderResponse.NotSent;
import io.github.refundworker.provider.ProviderResponse.Refused;
import io.github.refundworker.provider.ProviderResponse.Unclear;
import io.github.refundworker.provider.UnusableAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * Maps an answer to its meaning for the money. Everything uncertain is unclear: a timeout that is called a failure
 * is how a refund is paid twice.
 */
final class OutcomeClassifier {
    private static final String CHARGE_NOT_FOUND = "CHARGE_NOT_FOUND";

    private OutcomeClassifier() {}

    static ProviderResponse.OfSettle ofSettle(Command.Settle command, HttpAnswer answer) {
        int status = answer.status();
        if (status == 200 || status == 201) {
            return ofRefund(answer, command.chargeId(), command.refundId(), null, command.amount());
        }
        NotSent untouched = answer.untouched();
        if (untouched != null) {
            return untouched;
        }
        StatusInfo problem = AnswerReader.problem(answer.body());
        if (problem == null || problem.code().equals("IDEMPOTENCY_KEY_REUSED")) {
            return unclear(answer, problem);
        }
        if (status == 422) {
            return new Refused(problem);
        }
        // The provider answers these before it reads the key, so it stores nothing under the key.
        if (status == 400) {
            return new Refused(problem, false);
        }
        // Not stored either, and no refusal: the charge was read before, so it may be found again.
        if (status == 404 && problem.code().equals(CHARGE_NOT_FOUND)) {
            return NotSent.later("HTTP " + status + " " + problem.code());
        }
        return unclear(answer, problem);
    }

    static ProviderResponse.OfLookUp ofLookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, HttpAnswer answer) {
        if (answer.status() == 200) {
            return ofRefund(answer, chargeId, reference, providerRefundId, null);
        }
        return ofReading(answer, "REFUND_NOT_FOUND");
    }

    /** The meaning of an answer that is no page of a charge. */
    static ProviderResponse.OfDescribe ofDescribe(HttpAnswer answer) {
        return ofReading(answer, CHARGE_NOT_FOUND);
    }

    /** A 404 counts only with its code. One from a proxy or a wrong address must not look like "never paid". */
    private static ProviderResponse.OfReading ofReading(HttpAnswer answer, String notFound) {
        NotSent untouched = answer.untouched();
        if (untouched != null) {
            return untouched;
        }
        StatusInfo problem = AnswerReader.problem(answer.body());
        if (answer.status() == 404 && problem != null && problem.code().equals(notFound)) {
            return new NotFound();
        }
        return unclear(answer, problem);
    }

    private static ProviderResponse.OfRefund ofRefund(
            HttpAnswer answer,
            ChargeId chargeId,
            RefundId reference,
            @Nullable String providerRefundId,
            @Nullable Money amount) {
        try {
            ProviderRefund refund = AnswerReader.refund(answer.body(), chargeId);
            boolean asked = providerRefundId == null
                    ? reference.equals(refund.reference())
                    : providerRefundId.equals(refund.id());
            if (!asked) {
                return new Unclear("the answer is about another refund");
            }
            if (amount != null && !same(amount, refund.amount())) {
                return new Unclear("the answer has another amount: " + refund.amount());
            }
            return new Found(refund);
        } catch (UnusableAnswerException e) {
            return new Unclear("HTTP " + answer.status() + " with an unusable answer: " + e.getMessage());
        }
    }

    private static boolean same(Money a, Money b) {
        return a.currency().equals(b.currency()) && a.amount().compareTo(b.amount()) == 0;
    }

    private static Unclear unclear(HttpAnswer answer, @Nullable StatusInfo problem) {
        return new Unclear("HTTP " + answer.status() + (problem == null ? "" : " " + problem.code()));
    }
}
