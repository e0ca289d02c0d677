package io.github.refundworker.domain;

import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The decision about the request whose turn it is. It checks facts, guard and limits, in this order. */
sealed interface Judgement {
    /** The charge must be read first. */
    record ReadCharge() implements Judgement {}

    /** Newer facts could change it only if it rests on the facts. */
    record Refuse(Rejection rejection, Ground ground) implements Judgement {}

    /** What a refusal rests on. */
    enum Ground {
        FACTS,
        REQUEST_OR_ACCOUNT
    }

    /** @param captured the captured amount on which the decision rests */
    record Accept(Money amount, boolean full, Money captured) implements Judgement {}

    static Judgement of(Draft draft, RefundRequest request) {
        Capabilities capabilities = draft.capabilities();
        if (capabilities == null) {
            return refuse(
                    ErrorCode.UNKNOWN_PROVIDER,
                    "the charge's account is not configured any more",
                    Ground.REQUEST_OR_ACCOUNT);
        }
        boolean isSaid = request.charge() != null;
        if (draft.facts instanceof Facts.Unknown
                && capabilities.describesCharges()
                && (capabilities.tellsCaptured() || isSaid)) {
            return new ReadCharge();
        }
        Money known = draft.facts.captured();
        if (known == null && !isSaid) {
            return refuse(
                    ErrorCode.CHARGE_NOT_FOUND,
                    "this provider cannot describe the charge and the request does not either",
                    Ground.REQUEST_OR_ACCOUNT);
        }
        if (isContradicted(draft, capabilities, request.charge())) {
            return new Refuse(
                    Rejection.ofField("charge", "differs from what the charge's first accepted request said"),
                    Ground.REQUEST_OR_ACCOUNT);
        }
        // One wrong request must not bind the charge, so its amount holds for this request alone until it is accepted.
        Money captured = known != null ? known : withDigits(capabilities, Objects.requireNonNull(request.charge()));
        Judgement judgement = onFacts(draft, capabilities, request, captured);
        return isFresh(draft)
                        || request.equals(draft.readFor)
                        || !needsFreshFacts(draft.facts, capabilities, request, judgement)
                ? judgement
                : new ReadCharge();
    }

    /** Whether the request contradicts the captured amount of the first accepted request. */
    private static boolean isContradicted(Draft draft, Capabilities capabilities, @Nullable Money declared) {
        Money captured = draft.facts.captured();
        return isRequestsWord(draft, capabilities)
                && declared != null
                && captured != null
                && !declared.isSameAs(captured);
    }

    static boolean isRequestsWord(Draft draft, Capabilities capabilities) {
        return draft.facts instanceof Facts.Declared || !capabilities.tellsCaptured();
    }

    /** Whether the facts are new enough for a decision that rests on them. */
    static boolean isFresh(Draft draft) {
        return !(draft.facts instanceof Facts.Read read)
                || read.isSince(draft.now.minus(draft.ages().facts()));
    }

    /**
     * Whether a decision needs a new reading. A guard compares with the provider's current sum, for acceptance and
     * for refusal: a refund made in the provider's dashboard an hour ago must neither be paid again nor overlooked.
     * A provider that compares sums itself is exempt, unless it has refused the worker's sum. An amount that may be
     * the whole charge also needs a new reading, because more of the charge may have been captured since.
     */
    static boolean needsFreshFacts(Facts facts, Capabilities capabilities, RefundRequest request, Judgement judgement) {
        return switch (judgement) {
            case ReadCharge() -> true;
            case Refuse(var _, Ground ground) -> ground == Ground.FACTS;
            case Accept(var _, boolean full, var _) ->
                full || facts.isOutdated() || (request.previouslyRefunded() != null && !capabilities.comparesAndSets());
        };
    }

    private static Judgement onFacts(Draft draft, Capabilities capabilities, RefundRequest request, Money captured) {
        Money other = Sums.refundedInOtherThan(draft, captured.currency());
        if (other != null) {
            return isRequestsWord(draft, capabilities) && draft.facts.captured() == null
                    ? new Refuse(
                            Rejection.ofField("charge", "is not in " + other.currency() + ", as a refund of it is"),
                            Ground.FACTS)
                    : refuse(
                            ErrorCode.NEEDS_REVIEW,
                            "a refund of this charge in " + other.currency() + " cannot be set off against "
                                    + captured.currency() + "; refund the rest at the provider",
                            Ground.FACTS);
        }
        BigDecimal succeeded = Sums.succeeded(draft, captured);
        BigDecimal chargedBack = draft.facts.disputes().chargedBack();
        BigDecimal left = captured.amount().subtract(succeeded).subtract(chargedBack);

        if (capabilities.bodyVersion(draft.facts.kind()) == null) {
            return refuse(
                    ErrorCode.PROVIDER_NOT_SUPPORTED,
                    "this account refunds no charge of the kind " + draft.facts.kind(),
                    Ground.REQUEST_OR_ACCOUNT);
        }
        if (request.asked() instanceof Asked.Part(var _, CurrencyCode currency)) {
            if (currency == null) {
                return refuse(
                        ErrorCode.REFUND_CURRENCY_MISSING, "an amount needs its currency", Ground.REQUEST_OR_ACCOUNT);
            }
            if (!currency.equals(captured.currency())) {
                return refuse(
                        ErrorCode.REFUND_CURRENCY_MISMATCH, "the charge is in " + captured.currency(), Ground.FACTS);
            }
            if (request.previouslyRefunded() == null && draft.policy.guardRequired()) {
                return new Refuse(
                        Rejection.ofField("previouslyRefundedAmount", "is required for a partial refund"),
                        Ground.REQUEST_OR_ACCOUNT);
            }
        }
        Integer digits = capabilities.digits().get(captured.currency());
        if (digits == null || Money.scaleOf(captured.amount()) > digits) {
            return new Refuse(
                    Rejection.ofField("currencyCode", "is not one that this account can refund the charge in"),
                    Ground.FACTS);
        }
        if (request.previouslyRefunded() != null && request.previouslyRefunded().compareTo(succeeded) != 0) {
            return new Refuse(Rejection.mismatch(request.previouslyRefunded(), succeeded), Ground.FACTS);
        }
        if (draft.isDisputed()) {
            return refuse(ErrorCode.CHARGE_DISPUTED, "a dispute about the charge is open", Ground.FACTS);
        }
        if (captured.amount().signum() <= 0) {
            return refuse(ErrorCode.CHARGE_UNPAID, "nothing of the charge was captured", Ground.FACTS);
        }
        if (succeeded.compareTo(captured.amount()) >= 0) {
            return refuse(ErrorCode.CHARGE_REFUNDED, "the charge is refunded", Ground.FACTS);
        }
        if (left.signum() <= 0) {
            return refuse(ErrorCode.CHARGE_DISPUTED, "the rest of the charge was charged back", Ground.FACTS);
        }
        return switch (request.asked()) {
            case Asked.Whole() -> {
                if (succeeded.signum() > 0) {
                    yield refuse(ErrorCode.CHARGE_REFUNDED, "part of the charge is refunded already", Ground.FACTS);
                }
                yield chargedBack.signum() > 0
                        ? refuse(ErrorCode.CHARGE_DISPUTED, "part of the charge was charged back", Ground.FACTS)
                        : new Accept(captured, true, captured);
            }
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
                    Ground.FACTS);
        }
        if (amount.compareTo(left) > 0) {
            return new Refuse(
                    Rejection.outOfBounds("no more than " + left.toPlainString() + " is left", least, left),
                    Ground.FACTS);
        }
        boolean full = amount.compareTo(captured.amount()) == 0;
        if (!full && !capabilities.partialRefunds()) {
            return refuse(
                    ErrorCode.PARTIAL_REFUND_NOT_SUPPORTED,
                    "this provider refunds whole charges only",
                    Ground.REQUEST_OR_ACCOUNT);
        }
        return new Accept(new Money(Money.withDigits(amount, digits), captured.currency()), full, captured);
    }

    private static Refuse refuse(ErrorCode code, String description, Ground ground) {
        return new Refuse(Rejection.of(code, description), ground);
    }

    /** Writes amounts of one currency with the same digits, if the account knows the currency. */
    static Money withDigits(Capabilities capabilities, Money money) {
        Integer digits = capabilities.digits().get(money.currency());
        return digits == null ? money : money.withDigits(digits);
    }
}
