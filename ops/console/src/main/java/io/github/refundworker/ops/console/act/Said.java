package io.github.refundworker.ops.console.act;

import java.io.Serializable;

/** What a person is told about what the person just did. */
public record Said(Kind kind, String text) implements Serializable {

    public enum Kind {
        DONE,
        /** It stands on a topic, and its end is not known yet. */
        WAITS,
        REFUSED
    }
}
