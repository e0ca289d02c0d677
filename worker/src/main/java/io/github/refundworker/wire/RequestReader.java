package io.github.refundworker.wire;

import io.github.refundworker.contracts.RequestLimits;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.wire.RawRequest.Field;
import io.github.refundworker.wire.RequestReading.Readable;
import io.github.refundworker.wire.RequestReading.Unreadable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads the bytes that upstream wrote, of which nothing is believed: their length is seen before anything else, and
 * every part has a limit.
 */
public final class RequestReader {
    private RequestReader() {}

    /** Never throws, whatever the bytes are. */
    public static RequestReading read(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            return new Unreadable("the record has no value");
        }
        if (value.length > RequestLimits.RECORD_BYTES) {
            return new Unreadable("more than " + RequestLimits.RECORD_BYTES + " bytes");
        }
        // Decoded here, because the parser guesses encodings: it would take UTF-16 for what it is.
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
        if (!(raw.requestId instanceof Field.Text(String requestId)
                && RequestId.isValid(requestId)
                && Unicode.isWellFormed(requestId))) {
            return new Unreadable(
                    "requestId must be a string of 1 to 100 characters, none of them a control character");
        }
        if (!(raw.chargeId instanceof Field.Text(String chargeId) && ChargeId.isValid(chargeId))) {
            return new Unreadable("chargeId must be a string of 1 to 100 printable ASCII characters");
        }
        return new Readable(RequestRules.apply(raw, new RequestId(requestId), new ChargeId(chargeId)));
    }
}
