package io.github.refundworker.ops.console.pages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A dead letter, masked. */
public record Letter(
        String topic,
        int partition,
        long offset,
        Instant diedAt,
        Cause cause,
        @Nullable String message,
        @Nullable String key,
        @Nullable String value,
        int bytes,
        int replays,
        String state,
        @Nullable String job) {

    /** The cause that it shares with others. */
    public record Cause(
            @Nullable String diedOn,
            @Nullable String reason,
            @Nullable String exception,
            @Nullable String place) {

        public String title() {
            return reason != null ? reason : exception != null ? simple(exception) : "Unknown cause";
        }

        private static String simple(String name) {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    /** Letters of one cause. */
    public record Group(
            String topic,
            Cause cause,
            long letters,
            long open,
            long replayed,
            long parked,
            long discarded,
            Instant first,
            Instant last,
            Letter sample) {}

    /** The address of a page about a letter. */
    public static String url(String path, String name, Letter letter) {
        return Show.url(path, "topic", letter.topic) + "&" + name + "=" + letter.id();
    }

    public String id() {
        return partition + "/" + offset;
    }
}
