package io.github.refundworker.wire;

import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestBody;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import io.github.refundworker.wire.RawRequest.Field;
import java.math.BigDecimal;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the form of a request. Fields are checked in a fixed order, so that a copy of a wrong request gets the same
 * answer as the first. A text is converted to a number only after its pattern was checked: {@code 1e1000000000} is
 * short, but its value is not.
 */
final class RequestRules {
    private static final Pattern AMOUNT = Pattern.compile(RequestLimits.AMOUNT_PATTERN);
    private static final Pattern POSITIVE_AMOUNT = Pattern.compile(RequestLimits.POSITIVE_AMOUNT_PATTERN);
    private static final String FORM = " in ASCII digits, at most 18 before and 8 after the point, such as 25.00";

    private final RawRequest raw;
    private @Nullable String field;
    private @Nullable String problem;

    private RequestRules(RawRequest raw) {
        this.raw = raw;
    }

    static RequestBody apply(RawRequest raw, RequestId requestId, ChargeId chargeId) {
        return new RequestRules(raw).apply(requestId, chargeId);
    }

    private RequestBody apply(RequestId requestId, ChargeId chargeId) {
        BigDecimal amount = positiveAmount("amount", raw.amount);
        if (raw.amount == Field.Other.ABSENT && raw.currencyCode != Field.Other.ABSENT) {
            found("amount", "must be given where currencyCode is");
        }
        CurrencyCode currency = currency("currencyCode", raw.currencyCode);
        BigDecimal previouslyRefunded = amount(
                "previouslyRefundedAmount",
                raw.previouslyRefundedAmount,
                AMOUNT,
                "must be a decimal string of zero or above" + FORM);
        String reason = characters("reason", raw.reason, RequestLimits.REASON_CHARACTERS);
        String note = characters("note", raw.note, RequestLimits.NOTE_CHARACTERS);
        String extendedFields = extendedFields(reason, note);
        String provider = text("provider", raw.provider, AccountName::isValid, "must be the name of an account");
        Money charge = charge();
        if (field != null && problem != null) {
            return new InvalidRequest(requestId, chargeId, field, problem);
        }
        return new RefundRequest(
                requestId,
                chargeId,
                amount == null ? new Asked.Whole() : new Asked.Part(amount, currency),
                previouslyRefunded,
                provider == null ? null : new AccountName(provider),
                charge,
                new Texts(reason, note, extendedFields));
    }

    private @Nullable Money charge() {
        if (raw.charge != Field.Other.OBJECT) {
            if (raw.charge != Field.Other.ABSENT) {
                found("charge", "must be an object");
            }
            return null;
        }
        BigDecimal amount = positiveAmount("charge.amount", raw.chargeAmount);
        if (raw.chargeAmount == Field.Other.ABSENT) {
            found("charge.amount", "is missing");
        }
        CurrencyCode currency = currency("charge.currencyCode", raw.chargeCurrencyCode);
        if (raw.chargeCurrencyCode == Field.Other.ABSENT) {
            found("charge.currencyCode", "is missing");
        }
        return amount == null || currency == null ? null : new Money(amount, currency);
    }

    private @Nullable BigDecimal positiveAmount(String name, Field value) {
        return amount(name, value, POSITIVE_AMOUNT, "must be a decimal string above zero" + FORM);
    }

    private @Nullable BigDecimal amount(String name, Field value, Pattern form, String otherwise) {
        String text = text(name, value, candidate -> form.matcher(candidate).matches(), otherwise);
        return text == null ? null : new BigDecimal(text);
    }

    private @Nullable CurrencyCode currency(String name, Field value) {
        String code = text(name, value, CurrencyCode::isValid, "must be three upper-case letters");
        return code == null ? null : new CurrencyCode(code);
    }

    private @Nullable String characters(String name, Field value, int most) {
        return text(
                name,
                value,
                text -> !text.isEmpty() && text.codePointCount(0, text.length()) <= most && Unicode.isWellFormed(text),
                "must have 1 to " + most + " characters, and no half surrogate pair");
    }

    private @Nullable String extendedFields(@Nullable String reason, @Nullable String note) {
        if (raw.extendedFields == Field.Other.OF_WRONG_TYPE) {
            found("extendedFields", "must be an object");
        }
        if (!(raw.extendedFields instanceof Field.Text(String json))) {
            return null;
        }
        if (!Unicode.isWellFormed(json)) {
            found("extendedFields", "must not have half a surrogate pair");
        } else if (Unicode.utf8Length(json) + Unicode.utf8Length(reason) + Unicode.utf8Length(note)
                > RequestLimits.FREE_TEXT_BYTES) {
            found(
                    "extendedFields",
                    "must have, together with reason and note, at most " + RequestLimits.FREE_TEXT_BYTES + " bytes");
        }
        return json;
    }

    /** The text, if it is valid. Otherwise the problem is recorded. */
    private @Nullable String text(String name, Field value, Predicate<String> isRight, String otherwise) {
        return switch (value) {
            case Field.Text(String text) -> {
                if (isRight.test(text)) {
                    yield text;
                }
                found(name, otherwise);
                yield null;
            }
            case Field.Other.ABSENT -> null;
            case Field.Other.OBJECT, Field.Other.OF_WRONG_TYPE -> {
                found(name, "must be a JSON string");
                yield null;
            }
        };
    }

    private void found(String name, String wrong) {
        if (field == null) {
            field = name;
            problem = wrong;
        }
    }
}
