package io.github.refundworker.ops.stack;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Lines for the person at the terminal, in colour if that is one. Several threads may write. */
final class Screen {

    enum Tone {
        PLAIN(""),
        DIM("2"),
        TITLE("1"),
        GOOD("32"),
        WARN("33"),
        BAD("31"),
        ASK("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final boolean colour;

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** @param noColor the variable NO_COLOR of the environment: if it says anything, there is no colour */
    static boolean wantsColour(boolean terminal, @Nullable String noColor) {
        return terminal && (noColor == null || noColor.isEmpty());
    }

    synchronized void line(String text) {
        out.println(text);
    }

    void line(Tone tone, String text) {
        line(paint(tone, text));
    }

    String paint(Tone tone, String text) {
        return colour && tone != Tone.PLAIN ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
