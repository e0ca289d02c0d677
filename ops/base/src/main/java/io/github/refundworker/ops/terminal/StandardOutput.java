package io.github.refundworker.ops.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The process's standard streams. They use UTF-8 whatever the locale, and a failed write to standard output ends the
 * command. Java's own stream hides such failures.
 */
public final class StandardOutput {

    private static volatile boolean installed;

    private StandardOutput() {}

    /**
     * Call this once, before anything is printed. It also makes texts and numbers independent of the user's
     * language.
     */
    public static void install() {
        Locale.setDefault(Locale.ROOT);
        System.setOut(checked(new FileOutputStream(FileDescriptor.out)));
        System.setErr(new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)), true, UTF_8));
        installed = true;
    }

    /** A stream to which a failed write is an {@link OutputException}. */
    public static PrintStream checked(FileOutputStream file) {
        return new PrintStream(new BufferedOutputStream(new Checked(file)), true, UTF_8);
    }

    /**
     * Checks that standard output still has a reader. A command that waits must check this, because a pipe reports a
     * lost reader only at the next write.
     *
     * @throws OutputException if the reader has gone
     */
    public static void requireReader() {
        if (installed && Pipe.hasLostItsReader(1)) {
            throw OutputException.withoutReader();
        }
    }

    private static final class Checked extends OutputStream {
        private final FileOutputStream file;

        Checked(FileOutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                file.write(bytes, from, length);
            } catch (IOException e) {
                throw OutputException.ofStandardOutput(e);
            }
        }
    }
}
