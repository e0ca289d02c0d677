package io.github.refundworker.domain;

/**
 * A request with readable ids that breaks another rule. It is answered and not dead-lettered.
 *
 * @param field the first invalid field, as its JSON path
 * @param problem what is wrong with it, for people; never the value itself
 */
public record InvalidRequest(RequestId requestId, ChargeId chargeId, String field, String problem)
        implements RequestBody {}
