package io.github.refundworker.wire;

import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.RawRequest.Field;
import io.github.refundworker.wire.RequestReading.Readable;
import io.github.refundworker.wire.RequestReading.Refused;
import io.github.refundworker.wire.RequestReading.Unreadable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads the bytes that upstream wrote. They are untrusted: the length is checked before anything else, and every
 * part has a limit.
 */
public final class RequestReader {
    private static final Pattern CHARGE_ID = Pattern.compile(RequestLimits.CHARGE_ID_PATTERN);
    private static final Pattern REQUEST_ID = Pattern.compile(RequestLimits.REQUEST_ID_PATTERN);

    private RequestReader() {}

    /** Reads a request. Never throws. */
    public static RequestReading read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new Unreadable("the record has no value");
        }
        if (value.length > RequestLimits.RECORD_BYTES) {
            return new Unreadable("more than " + RequestLimits.RECORD_BYTES + " bytes");
        }
        // Decoded here, because the parser guesses encodings and would accept UTF-16.
        String text = Unicode.decode(value);
        return text == null ? new Unreadable("not UTF-8") : read(text);
    }

    private static RequestReading read(String text) {
        try (JsonParser json = Json.UNTRUSTED.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Unreadable("not a JSON object");
            }
            RawRequest raw = RawRequest.read(json);
            if (json.nextToken() != null) {
                return new Unreadable("something follows the JSON object");
            }
            return read(raw);
        } catch (StreamConstraintsException e) {
            return new Unreadable("a name, text or number too long, or nested too deeply, " + Json.place(e));
        } catch (JacksonException e) {
            return new Unreadable("not JSON, or a name twice in one object, " + Json.place(e));
        }
    }

    private static RequestReading read(RawRequest raw) {
        if (!(raw.requestId instanceof Field.Text(String requestId) && !requestId.isEmpty())) {
            return new Unreadable("there is no requestId that is a string");
        }
        if (!(raw.chargeId instanceof Field.Text(String chargeId) && !chargeId.isEmpty())) {
            return new Unreadable("there is no chargeId that is a string");
        }
        if (!REQUEST_ID.matcher(requestId).matches()) {
            return refused(
                    requestId,
                    chargeId,
                    "requestId",
                    "must have 1 to 100 characters, not blanks alone: no control character, no line separator, no U+FFFD"
                            + " and no half surrogate pair");
        }
        if (!CHARGE_ID.matcher(chargeId).matches()) {
            return refused(
                    requestId,
                    chargeId,
                    "chargeId",
                    "must have 1 to 100 printable ASCII characters, no spaces, and not be . or ..");
        }
        return new Readable(RequestRules.apply(raw, new RequestId(requestId), new ChargeId(chargeId)));
    }

    private static Refused refused(String requestId, String chargeId, String field, String problem) {
        return new Refused(Unicode.wellFormed(requestId), Unicode.wellFormed(chargeId), field, problem);
    }
}
