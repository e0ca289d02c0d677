package io.github.refundworker.ops.drill;

/** A change that a drill must take back when it ends, also when Ctrl-C ends the process. */
final class Undo implements AutoCloseable {

    private final Runnable work;
    private final Thread hook;

    Undo(Runnable work) {
        this.work = work;
        hook = new Thread(work, "undo");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook does the work.
            return;
        }
        work.run();
    }
}
