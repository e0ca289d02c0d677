package io.github.refundworker.logging;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes text from anywhere fit for a log. */
public final class Redaction {
    /** 13 to 19 digits, as they stand on cards: in one piece, or with a blank or hyphen between groups. */
    private static final Pattern CARD_LIKE = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");

    private static final int SHOWN = 4;

    private Redaction() {}

    /** Hides all but the last digits of what may be a card's number: of its length, and with a right check digit. */
    public static String masked(String text) {
        return CARD_LIKE.matcher(text).replaceAll(Redaction::mask);
    }

    private static String mask(MatchResult match) {
        String found = match.group();
        String digits = found.replaceAll("[ -]", "");
        return isCardNumber(digits)
                ? "*".repeat(digits.length() - SHOWN) + digits.substring(digits.length() - SHOWN)
                : found;
    }

    /** The check of ISO/IEC 7812. */
    private static boolean isCardNumber(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    /** On one line whatever is in it, so that nobody can write a line of their own into the log. */
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

    /** Also what some viewers take for the end of a line, or for a change of direction. */
    private static boolean isControl(char sign) {
        return Character.isISOControl(sign)
                || sign == '\u2028'
                || sign == '\u2029'
                || (sign >= '\u202a' && sign <= '\u202e')
                || (sign >= '\u2066' && sign <= '\u2069');
    }
}
