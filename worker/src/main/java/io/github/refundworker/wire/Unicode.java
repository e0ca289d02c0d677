package io.github.refundworker.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes text encodable as UTF-8. A JSON escape such as {@code \}{@code ud800} makes half a surrogate pair, which
 * UTF-8 cannot hold.
 */
final class Unicode {
    private static final char REPLACEMENT = '\ufffd';

    private Unicode() {}

    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!startsPair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The text with a replacement character for each half surrogate pair. */
    static String wellFormed(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = 0; i < repaired.length(); i++) {
            if (Character.isSurrogate(repaired.charAt(i))) {
                if (startsPair(repaired, i)) {
                    i++;
                } else {
                    repaired.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return repaired.toString();
    }

    private static boolean startsPair(CharSequence text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /** The bytes as text. Absent if they are not UTF-8. */
    static @Nullable String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // What is malformed becomes a replacement character, so only where there is one need it be told from a real
        // one.
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : null;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static int utf8Length(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
