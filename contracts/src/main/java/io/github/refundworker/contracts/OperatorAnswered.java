package io.github.refundworker.contracts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the worker said to a person's decision about a charge. It is for the tool that the person used; order systems skip
 * it. What the decision changed stands in events of its own, before this one.
 *
 * @param inputId names the decision; the tool chose it
 * @param taken whether the worker does what the person decided
 * @param reason why not, in one word; absent where it was taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"inputId", "chargeId", "taken", "reason"})
public record OperatorAnswered(
        String inputId,
        String chargeId,
        boolean taken,
        @Nullable String reason) {

    public OperatorAnswered {
        Objects.requireNonNull(inputId, "inputId");
        Objects.requireNonNull(chargeId, "chargeId");
    }
}
