package io.github.refundworker.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What the worker's program prints when it is asked for something besides working. */
public final class ToolOutput {
    private ToolOutput() {}

    /** @throws IllegalStateException if it does not end well */
    public static String of(String... args) {
        return of(0, args);
    }

    /** @throws IllegalStateException if it ends with another status */
    static String of(int status, String... args) {
        PrintStream console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        int ended;
        try {
            ended = Tool.run(args);
        } finally {
            System.setOut(console);
        }
        if (ended != status) {
            throw new IllegalStateException(args[0] + " ended with " + ended);
        }
        return printed.toString(UTF_8);
    }
}
