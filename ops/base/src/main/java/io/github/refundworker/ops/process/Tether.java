package io.github.refundworker.ops.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another class's {@code main}, and ends the process at once when the parent process has ended in any way. The
 * parent holds the other end of standard input, and the operating system closes it even after {@code kill -9}.
 *
 * <p>Arguments: the name of the class, then that class's own.
 */
public final class Tether {

    private static final int PARENT_GONE = 143;

    private Tether() {}

    public static void main(String[] args) throws Throwable {
        Thread.ofPlatform().daemon().name("tether").start(Tether::haltWhenInputEnds);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void haltWhenInputEnds() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes: only the end counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        // No orderly shutdown: it could wait for the siblings, which are going too. All of them survive kill -9.
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
