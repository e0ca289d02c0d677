package io.github.refundworker.provider;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
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

/** A provider's JSON, read strictly in what we rely on and with tolerance for what we do not know. */
public final class AnswerJson {
    public static final int MAX_ID = 100;
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?");
    private static final int MAX_CODE = 100;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_ACQUIRER_REFERENCE = 30;

    /** A cursor or a webhook's inner document is the longest of texts. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNumberLength(64)
                            .maxStringLength(MAX_TEXT)
                            .maxDocumentLength(HttpCalls.MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerJson() {}

    public static JsonNode tree(byte[] body) throws UnusableAnswerException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            // Its message quotes the body, which may hold what no log may.
            throw new UnusableAnswerException("it is not readable JSON");
        }
    }

    public static String text(JsonNode node, String name) throws UnusableAnswerException {
        String text = optionalText(node, name);
        if (text == null) {
            throw new UnusableAnswerException(name + " is missing");
        }
        return text;
    }

    public static @Nullable String optionalText(JsonNode node, String name) throws UnusableAnswerException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new UnusableAnswerException(name + " is not a string");
        }
        return value.stringValue();
    }

    /** An id as it fits ours: 1 to 100 characters. */
    public static String id(JsonNode node, String name) throws UnusableAnswerException {
        String id = text(node, name);
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new UnusableAnswerException(name + " is not 1 to 100 characters long");
        }
        return id;
    }

    public static BigDecimal amount(JsonNode node, String name) throws UnusableAnswerException {
        return decimal(text(node, name), name);
    }

    public static @Nullable BigDecimal optionalAmount(JsonNode node, String name) throws UnusableAnswerException {
        String text = optionalText(node, name);
        return text == null ? null : decimal(text, name);
    }

    private static BigDecimal decimal(String text, String name) throws UnusableAnswerException {
        if (!DECIMAL.matcher(text).matches()) {
            throw new UnusableAnswerException(name + " is not a decimal string");
        }
        return new BigDecimal(text);
    }

    public static CurrencyCode currency(JsonNode node, String name) throws UnusableAnswerException {
        String text = text(node, name);
        if (!CurrencyCode.isValid(text)) {
            throw new UnusableAnswerException(name + " is not a currency code");
        }
        return new CurrencyCode(text);
    }

    /** A code and what it means to people; where that is missing, the code in words. */
    public static StatusInfo info(JsonNode node, String descriptionField) throws UnusableAnswerException {
        String code = text(node, "code");
        if (code.isBlank() || code.length() > MAX_CODE) {
            throw new UnusableAnswerException("code is not 1 to 100 characters long");
        }
        return info(code, optionalText(node, descriptionField));
    }

    public static StatusInfo info(String code, @Nullable String description) {
        String words = description != null
                ? description
                : code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return new StatusInfo(code, words.substring(0, Math.min(MAX_DESCRIPTION, words.length())));
    }

    /** Only a reference in the exact form that we send is ours. */
    public static @Nullable RefundId reference(@Nullable String text) {
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

    /** As far as it fits the form that acquirer reference numbers have. */
    public static @Nullable String acquirerReference(@Nullable String text) {
        return text == null || text.isBlank() || text.length() > MAX_ACQUIRER_REFERENCE ? null : text;
    }
}
