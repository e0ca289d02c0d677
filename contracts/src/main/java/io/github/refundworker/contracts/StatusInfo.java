package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * Why a refund has its status. Of the worker's own codes, {@code NEEDS_REVIEW} stands on a {@code PENDING} refund that
 * waits for a person, {@code RESOLVED_BY_OPERATOR} on one whose end a person found out, and {@code OPERATOR_CONTRADICTED}
 * where the provider later showed the opposite of that; the status is then the provider's.
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
