package io.github.refundworker.ops.deadletter.letter;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position of a dead letter in its topic. No other property is certain to exist or to be unique. */
public record LetterId(int partition, long offset) implements Comparable<LetterId> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([0-9]{1,18})");
    private static final Comparator<LetterId> ORDER =
            Comparator.comparingInt(LetterId::partition).thenComparingLong(LetterId::offset);

    /** @throws IllegalArgumentException if it is not of the form {@code PARTITION/OFFSET} */
    public static LetterId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected PARTITION/OFFSET, e.g. 3/42, instead of '" + text + "'");
        }
        return new LetterId(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
    }

    @Override
    public int compareTo(LetterId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "/" + offset;
    }
}
