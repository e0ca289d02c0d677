package io.github.refundworker.ops.terminal;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converters for options with whole numbers, one for each kind. A number outside its range is refused while the
 * options are parsed, before the verb does anything. The message names the option (picocli) and the range (the
 * converter).
 */
public final class Ranges {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final long MOST = 1_000_000_000;
    private static final long A_DAY_IN_SECONDS = 86_400;

    private Ranges() {}

    /** Numbers from the least to the most. */
    public abstract static class Range<T> implements ITypeConverter<T> {
        public final long least;
        public final long most;
        private final String what;

        Range(long least, long most, String what) {
            this.least = least;
            this.most = most;
            this.what = what;
        }

        @Override
        public T convert(String text) {
            if (WHOLE.matcher(text).matches()) {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return of(number);
                }
            }
            throw new TypeConversionException(
                    "expected " + what + " from " + least + " to " + most + ", not '" + text + "'");
        }

        abstract T of(long number);
    }

    abstract static class Whole extends Range<Integer> {
        Whole(long least, long most) {
            super(least, most, "a whole number");
        }

        @Override
        Integer of(long number) {
            return Math.toIntExact(number);
        }
    }

    /** A count of at least one. */
    public static final class Count extends Whole {
        public Count() {
            super(1, MOST);
        }
    }

    /** A count, or zero. */
    public static final class CountOrNone extends Whole {
        public CountOrNone() {
            super(0, MOST);
        }
    }

    /** A rate a second. */
    public static final class PerSecond extends Whole {
        public PerSecond() {
            super(1, 1_000_000);
        }
    }

    /** A rate a second, or 0 for no limit. */
    public static final class PerSecondOrUnlimited extends Whole {
        public PerSecondOrUnlimited() {
            super(0, 1_000_000);
        }
    }

    /** A partition of a topic. */
    public static final class Partition extends Whole {
        public Partition() {
            super(0, MOST - 1);
        }
    }

    /** A refund's revision. */
    public static final class Revision extends Whole {
        public Revision() {
            super(1, Integer.MAX_VALUE);
        }
    }

    /** The first of five ports in a row. */
    public static final class PortBase extends Whole {
        public PortBase() {
            super(1, 65_531);
        }
    }

    /** The first of thirty-nine ports in a row. */
    public static final class ClusterPortBase extends Whole {
        public ClusterPortBase() {
            super(1, 65_497);
        }
    }

    abstract static class Time extends Range<Duration> {
        Time(long least) {
            super(least, A_DAY_IN_SECONDS, "seconds");
        }

        @Override
        Duration of(long number) {
            return Duration.ofSeconds(number);
        }
    }

    /** A duration. */
    public static final class Seconds extends Time {
        public Seconds() {
            super(1);
        }
    }

    /** A duration, or zero. */
    public static final class SecondsOrNone extends Time {
        public SecondsOrNone() {
            super(0);
        }
    }

    abstract static class Large extends Range<Long> {
        Large(long most, String what) {
            super(0, most, what);
        }

        @Override
        Long of(long number) {
            return number;
        }
    }

    /** The duration of a provider's call. */
    public static final class Millis extends Large {
        public Millis() {
            super(600_000, "milliseconds");
        }
    }

    /** An offset in a partition. */
    public static final class Offset extends Large {
        public Offset() {
            super(999_999_999_999_999_999L, "a whole number");
        }
    }

    /** Any long. Every value is equally good. */
    public static final class Seed extends Range<Long> {
        public Seed() {
            super(Long.MIN_VALUE, Long.MAX_VALUE, "a whole number");
        }

        @Override
        public Long convert(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "expected a whole number from " + least + " to " + most + ", not '" + text + "'");
            }
        }

        @Override
        Long of(long number) {
            return number;
        }
    }
}
