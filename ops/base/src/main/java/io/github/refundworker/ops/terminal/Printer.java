package io.github.refundworker.ops.terminal;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Prints without colours: data on standard output, messages on standard error. Each line stays one line, whatever
 * its texts hold.
 */
public final class Printer {

    private Printer() {}

    public static void line(String text) {
        System.out.println(Printable.text(text));
    }

    /** Prints an object as JSON on one line. */
    public static void json(Object object) {
        jsonText(JsonHttp.MAPPER.writeValueAsString(object));
    }

    /** Prints JSON that is already one line. */
    public static void jsonText(String json) {
        System.out.println(Printable.json(json));
    }

    /** Prints exactly these bytes. */
    public static void raw(byte[] bytes) {
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    /** A mistake of ours, with the place where it happened; what it says may quote a record. */
    public static void trace(Exception mistake) {
        StringWriter trace = new StringWriter();
        mistake.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(line -> System.err.println(Printable.text(line.replace("\t", "    "))));
    }

    /** A message for the person who runs the command. */
    public static void say(String message) {
        System.err.println("refundctl: " + Printable.text(message));
    }
}
