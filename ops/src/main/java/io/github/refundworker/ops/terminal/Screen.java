package io.github.refundworker.ops.terminal;

import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Lines for the person at the terminal, in colour if that is one. Several threads may write. */
public final class Screen {

    public enum Tone {
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

    /** A screen on one of the process's own streams, in colour if both are the terminal and NO_COLOR is not set. */
    public static Screen on(PrintStream stream) {
        return new Screen(stream, wantsColour(isTerminal(), System.getenv("NO_COLOR")));
    }

    /** Whether a person is watching: neither standard input nor output is redirected. */
    public static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** @param noColor the variable NO_COLOR of the environment: if it says anything, there is no colour */
    static boolean wantsColour(boolean terminal, @Nullable String noColor) {
        return terminal && (noColor == null || noColor.isEmpty());
    }

    public synchronized void line(String text) {
        out.println(text);
    }

    public void line(Tone tone, String text) {
        line(paint(tone, text));
    }

    public String paint(Tone tone, String text) {
        return colour && tone != Tone.PLAIN ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
    }
}
