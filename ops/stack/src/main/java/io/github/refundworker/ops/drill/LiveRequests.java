package io.github.refundworker.ops.drill;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One request after the other on a thread of its own, until it is told to end or the charges have no more room. */
final class LiveRequests implements AutoCloseable {

    private static final int PAUSE_MILLIS = 20;

    private final Thread thread;
    private volatile boolean ended;
    private int sent;

    private LiveRequests(int from, int to, IntConsumer sender) {
        thread = Thread.ofPlatform().daemon().name("live").unstarted(() -> {
            try {
                while (!ended && from + sent < to) {
                    sender.accept(from + sent++);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * @param from the number of the first request
     * @param to the number after that of the last one
     * @param sender sends the request of a number
     */
    static LiveRequests begin(int from, int to, IntConsumer sender) {
        LiveRequests live = new LiveRequests(from, to, sender);
        live.thread.start();
        return live;
    }

    /** Returns how many were sent. */
    int end() throws InterruptedException {
        ended = true;
        thread.join();
        return sent;
    }

    @Override
    public void close() {
        ended = true;
    }
}
