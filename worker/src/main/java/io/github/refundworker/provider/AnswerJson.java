package io.github.refundworker.provider;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import java.math.BigDecimal;
import java.time.Instant;
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

/** Reads a provider's JSON. Fields that the worker relies on are checked strictly; unknown fields are ignored. */
public final class AnswerJson {
    public static final int MAX_ID = 100;
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?");
    private static final int MAX_CODE = 100;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_ACQUIRER_REFERENCE = 30;

    /** The longest texts are a cursor and a webhook's inner document. */
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
            // The message of the parser's exception quotes the body, and the body may hold secrets.
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

    /** False if the value is missing. */
    public static boolean optionalTruth(JsonNode node, String name) throws UnusableAnswerException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new UnusableAnswerException(name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    /** A time in whole seconds. Absent if the value is missing or is not a whole number of 32 bits. */
    public static @Nullable Instant seconds(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isIntegralNumber() || !value.canConvertToInt()
                ? null
                : Instant.ofEpochSecond(value.intValue());
    }

    /** An id of 1 to 100 characters, the limit of our own format. */
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

    /** A code with its description. Without a description, the code in words stands in for it. */
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

    /** Absent unless the text is a UUID in the form that we write. The decider checks whether it is one of ours. */
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

    /** Absent unless the text has the form of an acquirer reference number. */
    public static @Nullable String acquirerReference(@Nullable String text) {
        return text == null || text.isBlank() || text.length() > MAX_ACQUIRER_REFERENCE ? null : text;
    }
}
