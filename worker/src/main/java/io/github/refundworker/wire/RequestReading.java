package io.github.refundworker.wire;

import io.github.refundworker.domain.RequestBody;

/** What could be made of a record on the requests topic. */
public sealed interface RequestReading {

    /** Its ids are known, so it gets an answer, even if a rule is broken. */
    @SuppressWarnings("AvoidCommonTypeNames") // Nobody mistakes it for a source of characters.
    record Readable(RequestBody body) implements RequestReading {}

    /**
     * There is nobody to answer to: the record belongs on the dead-letter topic.
     *
     * @param why for people; never a part of the record
     */
    record Unreadable(String why) implements RequestReading {}
}
