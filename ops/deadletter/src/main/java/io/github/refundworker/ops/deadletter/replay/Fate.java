package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a replay would do with a letter. */
public sealed interface Fate {

    LetterId id();

    /**
     * It is sent to the worker.
     *
     * @param written when the original request was written, as the worker is told
     * @param keepsWrongKey whether it died because of its key and keeps this key
     */
    record Sent(LetterId id, DeadLetter letter, Instant written, boolean keepsWrongKey) implements Fate {}

    /** It was replayed too often and is parked. */
    record Parked(LetterId id) implements Fate {}

    /**
     * It stays as it is.
     *
     * @param why in words
     * @param letter absent if it is no longer there
     */
    record Stays(LetterId id, String why, @Nullable DeadLetter letter) implements Fate {}
}
