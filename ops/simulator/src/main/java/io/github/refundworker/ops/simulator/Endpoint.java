package io.github.refundworker.ops.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The calls of the provider contract. Faults can strike only these. */
enum Endpoint {
    @JsonProperty("createRefund")
    CREATE_REFUND("createRefund"),
    @JsonProperty("getRefund")
    GET_REFUND("getRefund"),
    @JsonProperty("getCharge")
    GET_CHARGE("getCharge");

    private final String label;

    Endpoint(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
