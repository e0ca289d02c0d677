package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * Why a refund has its status.
 *
 * @param code an {@link ErrorCode} name where one fits, else the provider's own code
 * @param description for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"code", "description"})
public record StatusInfo(String code, String description) {

    public StatusInfo {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(description, "description");
    }
}
