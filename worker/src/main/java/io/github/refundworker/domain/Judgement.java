package io.github.refundworker.domain;

import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to become of the request whose turn it is: facts, guard, limits, in this order. */
sealed interface Judgement {
    /** It cannot be decided on what is known. */
    record ReadCharge() implements Judgement {}

    /** @param restsOnFacts whether the provider's word, were it newer, could change it */
    record Refuse(Rejection rejection, boolean restsOnFacts) implements Judgement {}

    record Accept(Money amount, boolean full) implements Judgement {}

    /** @param described whether the charge was read for this very request */
    static Judgement of(Draft draft, RefundRequest request, boolean described) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null) {
            return refuse(ErrorCode.UNKNOWN_PROVIDER, "the charge's account is not configured any more", false);
        }
        if (draft.facts instanceof Facts.Unknown) {
            if (!capabilities.tellsCaptured() && request.charge() == null) {
                return refuse(
                        ErrorCode.CHARGE_NOT_FOUND,
                        "this provider cannot describe a charge and the request does not either",
                        false);
            }
            if (capabilities.describesCharges()) {
                return new ReadCharge();
            }
            draft.facts = new Facts.Declared(withDigits(capabilities, Objects.requireNonNull(request.charge())));
        }
        if (isContradicted(draft, capabilities, request.charge())) {
            return new Refuse(Rejection.ofField("charge", "differs from what the charge's first request said"), false);
        }
        Judgement judgement = onFacts(draft, capabilities, request);
        return isFresh(draft, described) || !needsFreshFacts(draft.facts, capabilities, request, judgement)
                ? judgement
                : new ReadCharge();
    }

    /** Where the amount of the charge is a request's word, all requests must say the same. */
    private static boolean isContradicted(Draft draft, Capabilities capabilities, @Nullable Money declared) {
        Money captured = draft.facts.captured();
        boolean isRequestsWord = draft.facts instanceof Facts.Declared || !capabilities.tellsCaptured();
        return isRequestsWord && declared != null && captured != null && !declared.isSameAs(captured);
    }

    private static boolean isFresh(Draft draft, boolean described) {
        return switch (draft.facts) {
            case Facts.Unknown() -> false;
            case Facts.Declared _ -> true;
            case Facts.Described(var _, Instant readAt) ->
                described || !readAt.plus(draft.ages().facts()).isBefore(draft.now);
        };
    }

    /**
     * A guard compares with the provider's present sum, whichever way it goes: a refund made in the provider's dashboard
     * an hour ago must neither be paid over nor be overlooked. A provider that compares itself needs no such care, as long
     * as it has not refused what we told it.
     */
    private static boolean needsFreshFacts(
            Facts facts, Capabilities capabilities, RefundRequest request, Judgement judgement) {
        return switch (judgement) {
            case ReadCharge() -> true;
            case Refuse(var _, boolean restsOnFacts) -> restsOnFacts;
            case Accept _ ->
                (facts instanceof Facts.Described described && described.isOutdated())
                        || (request.previouslyRefunded() != null && !capabilities.comparesAndSets());
        };
    }

    private static Judgement onFacts(Draft draft, Capabilities capabilities, RefundRequest request) {
        Money captured = Objects.requireNonNull(draft.facts.captured(), "facts are known here");
        BigDecimal succeeded = draft.succeeded();
        BigDecimal left = captured.amount().subtract(succeeded);

        if (request.asked() instanceof Asked.Part(var _, CurrencyCode currency)) {
            if (currency == null) {
                return refuse(ErrorCode.REFUND_CURRENCY_MISSING, "an amount needs its currency", false);
            }
            if (!currency.equals(captured.currency())) {
                return refuse(ErrorCode.REFUND_CURRENCY_MISMATCH, "the charge is in " + captured.currency(), true);
            }
            if (request.previouslyRefunded() == null && draft.policy.guardRequired()) {
                return new Refuse(
                        Rejection.ofField("previouslyRefundedAmount", "is required for a partial refund"), false);
            }
        }
        Integer digits = capabilities.digits().get(captured.currency());
        if (digits == null || Money.scaleOf(captured.amount()) > digits) {
            return new Refuse(
                    Rejection.ofField("currencyCode", "is not one that this account can refund the charge in"), true);
        }
        if (request.previouslyRefunded() != null && request.previouslyRefunded().compareTo(succeeded) != 0) {
            return new Refuse(Rejection.mismatch(request.previouslyRefunded(), succeeded), true);
        }
        if (captured.amount().signum() <= 0) {
            return refuse(ErrorCode.CHARGE_UNPAID, "nothing of the charge was captured", true);
        }
        if (left.signum() <= 0) {
            return refuse(ErrorCode.CHARGE_REFUNDED, "the charge is refunded", true);
        }
        return switch (request.asked()) {
            case Asked.Whole() ->
                succeeded.signum() > 0
                        ? refuse(ErrorCode.CHARGE_REFUNDED, "part of the charge is refunded already", true)
                        : new Accept(captured, true);
            case Asked.Part(BigDecimal amount, var _) -> part(capabilities, digits, captured, left, amount);
        };
    }

    private static Judgement part(
            Capabilities capabilities, int digits, Money captured, BigDecimal left, BigDecimal amount) {
        BigDecimal least = BigDecimal.ONE.movePointLeft(digits);
        if (Money.scaleOf(amount) > digits) {
            return new Refuse(
                    Rejection.outOfBounds(
                            captured.currency() + " has " + digits + " digits after the point", least, left),
                    true);
        }
        if (amount.compareTo(left) > 0) {
            return new Refuse(
                    Rejection.outOfBounds("no more than " + left.toPlainString() + " is left", least, left), true);
        }
        boolean full = amount.compareTo(captured.amount()) == 0;
        if (!full && !capabilities.partialRefunds()) {
            return refuse(ErrorCode.PARTIAL_REFUND_NOT_SUPPORTED, "this provider refunds whole charges only", false);
        }
        return new Accept(new Money(Money.withDigits(amount, digits), captured.currency()), full);
    }

    private static Refuse refuse(ErrorCode code, String description, boolean restsOnFacts) {
        return new Refuse(Rejection.of(code, description), restsOnFacts);
    }

    /** Amounts of one currency are written alike, as far as the account knows it. */
    static Money withDigits(Capabilities capabilities, Money money) {
        Integer digits = capabilities.digits().get(money.currency());
        return digits == null ? money : money.withDigits(digits);
    }
}
