package io.github.refundworker.wire;

import io.github.refundworker.domain.RequestBody;

/** The result of reading a record of the requests topic. */
public sealed interface RequestReading {

    /** The ids are readable, so the request gets an answer, even if it breaks a rule. */
    @SuppressWarnings("AvoidCommonTypeNames") // Nobody mistakes it for a source of characters.
    record Readable(RequestBody body) implements RequestReading {}

    /**
     * The request has ids, but one of them is not a valid id. Intake answers it, and it is never decided.
     *
     * @param requestId as sent, with U+FFFD for each half surrogate pair; no valid id has one
     * @param chargeId likewise
     * @param field the id that breaks the rule
     * @param problem what is wrong with it, for people
     */
    record Refused(String requestId, String chargeId, String field, String problem) implements RequestReading {}

    /**
     * The record names no request to answer, so it becomes a dead letter.
     *
     * @param why for people; never a part of the record
     */
    record Unreadable(String why) implements RequestReading {}
}
