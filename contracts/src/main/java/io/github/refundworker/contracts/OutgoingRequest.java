package io.github.refundworker.contracts;

import java.util.Map;
import java.util.Objects;

/**
 * A request ready to be sent to the requests topic: text all through, to be encoded as UTF-8.
 *
 * @param key the record's key, which is the charge's id
 * @param headers the record's headers
 * @param request what is asked; keep the id that it has, because a retry must carry the same
 * @param json the record's value
 */
public record OutgoingRequest(String key, Map<String, String> headers, RefundRequest request, String json) {

    public OutgoingRequest {
        Objects.requireNonNull(key, "key");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(json, "json");
    }
}
