package io.github.refundworker.wire;

import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.Money;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON token by token. Every refund passes through several of these records, and trees cost twice
 * as much.
 */
final class Json {
    private static final String VERSION = "v";
    static final String TYPE = "type";
    static final String AMOUNT = "amount";
    static final String CURRENCY_CODE = "currencyCode";
    private static final int CURRENT_VERSION = 1;
    private static final int OWN_BYTES = 1024 * 1024;
    private static final int USUAL_BYTES = 512;

    /** With more digits after the point, or with a negative scale, plain notation might be enormous. */
    private static final int PLAIN_SCALE = 40;

    /** More digits than any amount has. A provider's 1E+1000000000 is a short text, but must never enter a sum. */
    private static final int MOST_DIGITS = 100;

    /** For untrusted bytes. Names are not shared between documents, because strangers could fill the table of names. */
    static final JsonFactory UNTRUSTED = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(RequestLimits.NESTING)
                    .maxNumberLength(RequestLimits.NUMBER_CHARACTERS)
                    .maxStringLength(RequestLimits.STRING_CHARACTERS)
                    .maxNameLength(RequestLimits.STRING_CHARACTERS)
                    .maxDocumentLength(RequestLimits.RECORD_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /**
     * For our own records: as long as a broker accepts, because a charge may have many refunds. We write no name
     * twice, and a check would need a set of names for each record.
     */
    private static final JsonFactory OWN = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(RequestLimits.NESTING)
                    .maxNumberLength(RequestLimits.NUMBER_CHARACTERS)
                    .maxStringLength(OWN_BYTES)
                    .maxDocumentLength(OWN_BYTES)
                    .build())
            .build();

    private Json() {}

    static byte[] write(Consumer<JsonGenerator> properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = OWN.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    static byte[] writeVersioned(Consumer<JsonGenerator> properties) {
        return write(json -> {
            json.writeNumberProperty(VERSION, CURRENT_VERSION);
            properties.accept(json);
        });
    }

    /** Writes nothing for an absent text. A provider's text may be malformed, and its answer must still be written. */
    static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, Unicode.wellFormed(text));
        }
    }

    /** Writes the number so that {@link #amount(JsonParser)} reads exactly the same number, including its scale. */
    static void amount(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            boolean fits = amount.scale() >= 0 && amount.scale() <= PLAIN_SCALE;
            json.writeStringProperty(name, fits ? plain(amount) : amount.toString());
        }
    }

    /** Without an exponent. If {@code toString} has none either, it is several times faster. */
    static String plain(BigDecimal amount) {
        boolean hasNoExponent = amount.scale() >= 0 && amount.precision() - amount.scale() > -6;
        return hasNoExponent ? amount.toString() : amount.toPlainString();
    }

    static void money(JsonGenerator json, Money money) {
        amount(json, AMOUNT, money.amount());
        json.writeStringProperty(CURRENCY_CODE, money.currency().value());
    }

    /** Epoch milliseconds, like append times; an ISO 8601 text if the time has a finer part. */
    static void instant(JsonGenerator json, String name, Instant at) {
        long millis = at.toEpochMilli();
        if (Instant.ofEpochMilli(millis).equals(at)) {
            json.writeNumberProperty(name, millis);
        } else {
            json.writeStringProperty(name, at.toString());
        }
    }

    /**
     * Reads one of our records.
     *
     * @param property takes a property, whose value is the parser's current token, and leaves the parser at its end
     */
    static void readVersioned(byte[] value, BiConsumer<JsonParser, String> property) {
        try (JsonParser json = OWN.createParser(ObjectReadContext.empty(), value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRecordException("not a JSON object");
            }
            boolean versioned = false;
            for (String name = nextProperty(json); name != null; name = nextProperty(json)) {
                if (name.equals(VERSION)) {
                    expectCurrentVersion(json);
                    versioned = true;
                } else {
                    property.accept(json, name);
                }
            }
            if (!versioned) {
                throw new UnreadableRecordException("no version");
            }
            if (json.nextToken() != null) {
                throw new UnreadableRecordException("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw new UnreadableRecordException("not the JSON that was expected, " + place(e), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new UnreadableRecordException("a value breaks the rules of its type", e);
        }
    }

    /** The position of the error without the content, which may be a secret. */
    static String place(JacksonException e) {
        return e.getLocation() == null
                ? "somewhere"
                : "at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** The name of the object's next property. Its value is the current token. Absent at the object's end. */
    static @Nullable String nextProperty(JsonParser json) {
        String name = json.nextName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    private static void expectCurrentVersion(JsonParser json) {
        int version = integer(json);
        if (version > CURRENT_VERSION) {
            throw LaterVersionException.of("the record", version, CURRENT_VERSION);
        }
        if (version < 1) {
            throw new UnreadableRecordException("no version is " + version);
        }
    }

    /** Only workers write these records, so an unknown type comes from a later version. */
    static LaterVersionException unknownType(String what, String type) {
        return new LaterVersionException(
                "only a later version of the worker can read it: unknown type of " + what + ": " + type);
    }

    static String text(JsonParser json) {
        expect(json, JsonToken.VALUE_STRING);
        return json.getString();
    }

    static BigDecimal amount(JsonParser json) {
        String text = text(json);
        BigDecimal amount = text.length() > MOST_DIGITS ? null : new BigDecimal(text);
        if (amount == null || Math.abs((long) amount.scale()) > MOST_DIGITS) {
            throw new UnreadableRecordException(json.currentName() + " is of a size that no amount has");
        }
        return amount;
    }

    static int integer(JsonParser json) {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    static long number(JsonParser json) {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    static boolean truth(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_TRUE || !expect(json, JsonToken.VALUE_FALSE);
    }

    static Instant instant(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_STRING
                ? Instant.parse(json.getString())
                : Instant.ofEpochMilli(number(json));
    }

    static void object(JsonParser json) {
        expect(json, JsonToken.START_OBJECT);
    }

    static void array(JsonParser json) {
        expect(json, JsonToken.START_ARRAY);
    }

    private static boolean expect(JsonParser json, JsonToken expected) {
        if (json.currentToken() != expected) {
            throw new UnreadableRecordException(
                    json.currentName() + " is " + json.currentToken() + " instead of " + expected);
        }
        return true;
    }

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new UnreadableRecordException("no " + name);
        }
        return value;
    }

    static Money money(@Nullable BigDecimal amount, @Nullable CurrencyCode currency) {
        return new Money(required(amount, AMOUNT), required(currency, CURRENCY_CODE));
    }
}
