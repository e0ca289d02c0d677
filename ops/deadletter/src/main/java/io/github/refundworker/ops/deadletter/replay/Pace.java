package io.github.refundworker.ops.deadletter.replay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits the rate of letters. Each letter has its time on a schedule, so that no burst follows a pause and a slow
 * send does not lower the rate.
 */
public final class Pace {

    /** No limit. */
    public static final double UNLIMITED = 0;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)/(s|m|h)");
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final double nanosEach;
    private final LongSupplier clock;
    private final Sleeper sleeper;
    private long next;

    /** Sleeps for the given nanoseconds. */
    interface Sleeper {
        void sleep(long nanos) throws InterruptedException;
    }

    /** @param perSecond {@link #UNLIMITED} for no limit */
    Pace(double perSecond, LongSupplier clock, Sleeper sleeper) {
        this.nanosEach = perSecond == UNLIMITED ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.clock = clock;
        this.sleeper = sleeper;
        this.next = clock.getAsLong();
    }

    static Pace of(double perSecond) {
        return new Pace(perSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /**
     * Parses a rate such as {@code 10/s}, {@code 600/m} or {@code 0.5/s}.
     *
     * @return letters a second
     * @throws IllegalArgumentException if it has another form or is zero
     */
    public static double parse(String text) {
        Matcher form = FORM.matcher(text);
        double number = form.matches() ? Double.parseDouble(form.group(1)) : 0;
        if (number <= 0) {
            throw new IllegalArgumentException("expected a rate like 10/s, 600/m or 0.5/s instead of '" + text + "'");
        }
        Duration unit = switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return number / unit.toSeconds();
    }

    /**
     * Waits until at least one letter may be sent.
     *
     * @param most the most letters that the caller can send
     * @param stop checked while it waits
     * @return how many letters may be sent now; zero if told to stop
     */
    int await(int most, BooleanSupplier stop) throws InterruptedException {
        if (nanosEach == 0) {
            return stop.getAsBoolean() ? 0 : most;
        }
        long now = clock.getAsLong();
        while (now < next) {
            if (stop.getAsBoolean()) {
                return 0;
            }
            sleeper.sleep(Math.min(GLANCE, next - now));
            now = clock.getAsLong();
        }
        if (stop.getAsBoolean()) {
            return 0;
        }
        // Unused time, while there was nothing to send or a send took long, is not made up for.
        int due = (int) Math.min(most, 1 + Math.floor((now - next) / nanosEach));
        int allowed = Math.max(1, Math.min(due, burst()));
        next = Math.max(next, now - (long) (burst() * nanosEach)) + (long) (allowed * nanosEach);
        return allowed;
    }

    /** The letters of a tenth of a second: the most that may be sent late in one burst. */
    private int burst() {
        return (int) Math.max(1, TimeUnit.MILLISECONDS.toNanos(100) / nanosEach);
    }
}
