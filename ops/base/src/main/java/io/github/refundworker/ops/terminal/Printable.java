package io.github.refundworker.ops.terminal;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter for everything that is printed. Records, providers and arguments may hold any character. On a terminal,
 * a control character moves the cursor or colours the screen, a line break forges a row, and a bidi control reverses
 * the rest of a line.
 */
public final class Printable {

    /**
     * Control and format characters (bidi controls among them), half surrogate pairs, code points without a meaning, and
     * Unicode's own line and paragraph breaks.
     */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    /** The text with a dot for each unprintable character. */
    public static String text(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("·");
    }

    /** The same JSON value with unprintable characters escaped. They can occur only in strings and names. */
    public static String json(String json) {
        return UNPRINTABLE.matcher(json).replaceAll(Printable::escaped);
    }

    private static String escaped(MatchResult found) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : found.group().toCharArray()) {
            escaped.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
        }
        return Matcher.quoteReplacement(escaped.toString());
    }

    /** Whether a text was damaged on its way: bytes that were not UTF-8, or half a surrogate pair. */
    public static boolean isDamaged(String text) {
        return text.codePoints().anyMatch(point -> point == 0xFFFD || Character.getType(point) == Character.SURROGATE);
    }
}
