package io.github.refundworker.domain;

/**
 * A request whose ids are readable and whose rest breaks the form. It is answered, not dead-lettered.
 *
 * @param field the first offending field, as its JSON path
 * @param problem what is wrong with it, for people; never the offending value itself
 */
public record InvalidRequest(RequestId requestId, ChargeId chargeId, String field, String problem)
        implements RequestBody {}
