package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.terminal.Ranges;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that select letters of the topic. A letter must meet every filter. */
final class Filters {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Not older: 2026-11-24T10:00:00Z, or 2h for two hours ago (s, m, h, d).")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", converter = Time.class, description = "Older than this.")
    private @Nullable Instant to;

    @Option(names = "--reason", paramLabel = "REASON", description = "The worker's word for it: MISKEYED.")
    private @Nullable String reason;

    @Option(names = "--exception", paramLabel = "NAME", description = "A part of the exception's class name.")
    private @Nullable String exception;

    @Option(names = "--key", paramLabel = "KEY", description = "The record's key.")
    private @Nullable String key;

    @Option(names = "--request-id", paramLabel = "ID", description = "The request's id, where the record has one.")
    private @Nullable String requestId;

    @Option(names = "--header", paramLabel = "NAME=TEXT", description = "A header; may be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Option(
            names = "--partition",
            paramLabel = "N",
            converter = Ranges.Partition.class,
            description = "The partition of the dead-letter topic.")
    private @Nullable Integer partition;

    @Option(
            names = "--offset",
            paramLabel = "N",
            converter = Ranges.Offset.class,
            description = "The offset in the dead-letter topic.")
    private @Nullable Long offset;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "What was done about it: ${COMPLETION-CANDIDATES}.")
    private Set<LetterState> states = new LinkedHashSet<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Ranges.Count.class,
            description = "At most so many, 1 or more. Default: all.")
    private @Nullable Integer limit;

    /** @param usual the states meant if none is given; none for any */
    Selection selection(Set<LetterState> usual) {
        return new Selection(
                from,
                to,
                reason,
                exception,
                key,
                requestId,
                headers,
                partition,
                offset,
                states.isEmpty() ? usual : states);
    }

    long limit() {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /** A moment, or how long ago it was. */
    static final class Time implements ITypeConverter<Instant> {

        private static final Pattern AGO = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

        @Override
        public Instant convert(String text) {
            Matcher ago = AGO.matcher(text);
            if (ago.matches()) {
                long number = Long.parseLong(ago.group(1));
                return Instant.now()
                        .minus(
                                switch (ago.group(2)) {
                                    case "s" -> Duration.ofSeconds(number);
                                    case "m" -> Duration.ofMinutes(number);
                                    case "h" -> Duration.ofHours(number);
                                    default -> Duration.ofDays(number);
                                });
            }
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "expected a time like 2026-11-24T10:00:00Z, or 2h for two hours ago, not '" + text + "'");
            }
        }
    }
}
