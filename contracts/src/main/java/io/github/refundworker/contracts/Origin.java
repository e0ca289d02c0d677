package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who asked for a refund. */
public enum Origin {
    /** A request on the requests topic. */
    @JsonProperty("request")
    REQUEST,
    /** Somebody else, such as the provider's dashboard; the worker found the refund at the provider. */
    @JsonProperty("provider")
    PROVIDER
}
