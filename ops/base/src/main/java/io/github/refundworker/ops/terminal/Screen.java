package io.github.refundworker.ops.terminal;

import static java.util.stream.Collectors.joining;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints lines for a person, in colour on a terminal. Several threads may write. */
public final class Screen {

    private static final int USUAL_COLUMNS = 80;

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

    /** A piece of a line. */
    public record Part(Tone tone, String text) {}

    private final PrintStream out;
    private final boolean colour;

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** A screen on one of the process's own streams. It uses colour if both streams are a terminal with colours. */
    public static Screen on(PrintStream stream) {
        return new Screen(stream, wantsColour(isTerminal(), System.getenv("NO_COLOR"), System.getenv("TERM")));
    }

    /** Whether a person is watching: neither standard input nor output is redirected. */
    public static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The width of the terminal, as the launcher or the shell says; otherwise that of a usual line. */
    public static int columns() {
        return columns(System.getenv("COLUMNS"));
    }

    static int columns(@Nullable String variable) {
        return variable != null && variable.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(variable) : USUAL_COLUMNS;
    }

    /**
     * @param noColor the environment variable NO_COLOR; any value switches colour off
     * @param term the environment variable TERM; without it the terminal may have no colours
     */
    static boolean wantsColour(boolean terminal, @Nullable String noColor, @Nullable String term) {
        return terminal
                && (noColor == null || noColor.isEmpty())
                && term != null
                && !term.isEmpty()
                && !term.equals("dumb");
    }

    public void line(String text) {
        line(Tone.PLAIN, text);
    }

    public void line(Tone tone, String text) {
        line(List.of(new Part(tone, text)));
    }

    public synchronized void line(List<Part> parts) {
        out.println(parts.stream().map(this::painted).collect(joining()));
    }

    private String painted(Part part) {
        String text = Printable.text(part.text());
        return colour && part.tone() != Tone.PLAIN ? "\u001b[" + part.tone().code + "m" + text + "\u001b[0m" : text;
    }
}
