package io.github.refundworker.ops.ctl.dlt;

import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.terminal.Printer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job end in order when the process gets a signal: the current work is finished and recorded, and the exit
 * code is that of an interruption.
 */
final class Interruption implements AutoCloseable {

    /** A batch takes seconds at the most. */
    private static final long GRACE_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile boolean asked;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isAsked() {
        return asked;
    }

    private void interrupt() {
        asked = true;
        try {
            if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                Printer.say("still at work after " + GRACE_SECONDS + " s; it goes on when run again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The virtual machine would end with the code of the signal.
        Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }

    /** The job has ended, and all is said. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running.
        }
    }
}
