package io.github.refundworker.logging;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes any text safe for a log. */
public final class Redaction {
    /**
     * 13 to 19 digits of any script, in one piece or with up to two separators between digits: blanks, dashes, dots,
     * slashes, underscores.
     */
    private static final Pattern CARD_LIKE =
            Pattern.compile("(?<!\\p{Nd})\\p{Nd}(?:[\\p{Zs}\\p{Pd}./_]{0,2}\\p{Nd}){12,18}(?!\\p{Nd})");

    private static final Pattern SEPARATOR = Pattern.compile("\\P{Nd}");

    /** The part before the at sign. The domain stays, because it names a system and no person. */
    private static final Pattern MAILBOX =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}(?=@[\\p{L}\\p{N}-]+\\.\\p{L}{2})");

    private static final int SHOWN = 4;

    private Redaction() {}

    /**
     * Hides the name in an e-mail address, and all but the last digits of a possible card number: a number of that length
     * with a valid check digit.
     */
    public static String masked(String text) {
        String masked = CARD_LIKE.matcher(text).replaceAll(Redaction::mask);
        return masked.indexOf('@') < 0 ? masked : MAILBOX.matcher(masked).replaceAll("***");
    }

    /** Whether the text holds a possible card number. */
    public static boolean hasCardNumber(String text) {
        return CARD_LIKE.matcher(text).results().anyMatch(match -> isCardNumber(digits(match)));
    }

    private static String mask(MatchResult match) {
        int[] digits = digits(match);
        if (!isCardNumber(digits)) {
            return Matcher.quoteReplacement(match.group());
        }
        StringBuilder masked = new StringBuilder("*".repeat(digits.length - SHOWN));
        for (int i = digits.length - SHOWN; i < digits.length; i++) {
            masked.append(digits[i]);
        }
        return masked.toString();
    }

    private static int[] digits(MatchResult match) {
        return SEPARATOR
                .matcher(match.group())
                .replaceAll("")
                .codePoints()
                .map(Character::getNumericValue)
                .toArray();
    }

    /** The check of ISO/IEC 7812. */
    private static boolean isCardNumber(int[] digits) {
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            int digit = digits[digits.length - 1 - i];
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    /** Puts the text on one line, so that no input can forge a log line. */
    public static String onOneLine(String text) {
        StringBuilder line = null;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (isControl(sign)) {
                if (line == null) {
                    line = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                line.append(sign == '\n' ? "\\n" : "\\u%04x".formatted((int) sign));
            } else if (line != null) {
                line.append(sign);
            }
        }
        return line == null ? text : line.toString();
    }

    /** Includes characters that some viewers treat as a line end or a change of direction. */
    private static boolean isControl(char sign) {
        return Character.isISOControl(sign)
                || sign == '\u2028'
                || sign == '\u2029'
                || (sign >= '\u202a' && sign <= '\u202e')
                || (sign >= '\u2066' && sign <= '\u2069');
    }
}
