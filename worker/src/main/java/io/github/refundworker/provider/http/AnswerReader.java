package io.github.refundworker.provider.http;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderDetails;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.ProviderStatus;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the provider's JSON, strictly in what we rely on and with tolerance for what we do not know. */
final class AnswerReader {
    /** Longer bodies are not read at all; a full page of refunds takes a tenth of it. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?");
    private static final int MAX_ID = 100;
    private static final int MAX_CODE = 100;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_ACQUIRER_REFERENCE = 30;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(64)
                            .maxStringLength(4 * 1024)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerReader() {}

    /** One page of a charge's description. */
    record Page(
            Money captured,
            List<ProviderRefund> refunds,
            @Nullable String nextCursor) {}

    static ProviderRefund refund(byte[] body, ChargeId chargeId) throws UnusableAnswerException {
        return refund(tree(body), chargeId);
    }

    static Page page(byte[] body, ChargeId chargeId) throws UnusableAnswerException {
        JsonNode page = tree(body);
        requireCharge(page, chargeId);
        Money captured = new Money(amount(page, "capturedAmount"), currency(page));
        JsonNode list = page.get("refunds");
        if (list == null || !list.isArray()) {
            throw new UnusableAnswerException("refunds is missing");
        }
        List<ProviderRefund> refunds = new ArrayList<>();
        for (JsonNode each : list.values()) {
            refunds.add(refund(each, chargeId));
        }
        return new Page(captured, refunds, optionalText(page, "nextCursor"));
    }

    /** The code and description of a problem document; absent if the body is something else. */
    static @Nullable StatusInfo problem(byte[] body) {
        try {
            return info(tree(body), "detail");
        } catch (UnusableAnswerException e) {
            return null;
        }
    }

    private static ProviderRefund refund(JsonNode node, ChargeId chargeId) throws UnusableAnswerException {
        requireCharge(node, chargeId);
        String id = text(node, "id");
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new UnusableAnswerException("id is not 1 to 100 characters long");
        }
        JsonNode error = node.get("error");
        return new ProviderRefund(
                id,
                reference(optionalText(node, "reference")),
                new Money(amount(node, "amount"), currency(node)),
                status(text(node, "status")),
                error == null || error.isNull() ? null : info(error, "description"),
                new ProviderDetails(
                        optionalAmount(node, "returnedApplicationFee"),
                        optionalAmount(node, "returnedProcessingFee"),
                        acquirerReference(optionalText(node, "acquirerReferenceNumber"))));
    }

    private static void requireCharge(JsonNode node, ChargeId chargeId) throws UnusableAnswerException {
        if (!text(node, "chargeId").equals(chargeId.value())) {
            throw new UnusableAnswerException("it is about another charge");
        }
    }

    /** Only a reference in the exact form that we send is ours. */
    private static @Nullable RefundId reference(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            RefundId id = RefundId.parse(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String acquirerReference(@Nullable String text) {
        return text == null || text.isBlank() || text.length() > MAX_ACQUIRER_REFERENCE ? null : text;
    }

    private static ProviderStatus status(String text) throws UnusableAnswerException {
        for (ProviderStatus status : ProviderStatus.values()) {
            if (status.name().equals(text)) {
                return status;
            }
        }
        throw new UnusableAnswerException("status is none that we know");
    }

    private static StatusInfo info(JsonNode node, String descriptionField) throws UnusableAnswerException {
        String code = text(node, "code");
        if (code.isBlank() || code.length() > MAX_CODE) {
            throw new UnusableAnswerException("code is not 1 to 100 characters long");
        }
        String description = optionalText(node, descriptionField);
        if (description == null) {
            description = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return new StatusInfo(code, description.substring(0, Math.min(MAX_DESCRIPTION, description.length())));
    }

    private static BigDecimal amount(JsonNode node, String name) throws UnusableAnswerException {
        return decimal(text(node, name), name);
    }

    private static @Nullable BigDecimal optionalAmount(JsonNode node, String name) throws UnusableAnswerException {
        String text = optionalText(node, name);
        return text == null ? null : decimal(text, name);
    }

    private static BigDecimal decimal(String text, String name) throws UnusableAnswerException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new UnusableAnswerException(name + " is not a decimal string");
        }
        return new BigDecimal(text);
    }

    private static CurrencyCode currency(JsonNode node) throws UnusableAnswerException {
        String text = text(node, "currencyCode");
        if (!CurrencyCode.isValid(text)) {
            throw new UnusableAnswerException("currencyCode is not a currency code");
        }
        return new CurrencyCode(text);
    }

    private static String text(JsonNode node, String name) throws UnusableAnswerException {
        String text = optionalText(node, name);
        if (text == null) {
            throw new UnusableAnswerException(name + " is missing");
        }
        return text;
    }

    private static @Nullable String optionalText(JsonNode node, String name) throws UnusableAnswerException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new UnusableAnswerException(name + " is not a string");
        }
        return value.stringValue();
    }

    private static JsonNode tree(byte[] body) throws UnusableAnswerException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            // Its message quotes the body, which may hold what no log may.
            throw new UnusableAnswerException("it is not readable JSON");
        }
    }
}
