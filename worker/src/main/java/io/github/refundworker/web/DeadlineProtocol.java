package io.github.refundworker.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP connector with a deadline for each request, from its first byte to the end of its response. Tomcat's own
 * limits count from one read to the next, so that a client that sends a byte every few seconds keeps its connection for
 * ever, and 2,000 such clients take all connections. Here such a connection is closed. TLS handshakes have the same
 * deadline.
 *
 * <p>A thread that waits for a body sees that its connection is closed when its own read times out, at most one
 * {@code server.tomcat.connection-timeout} later.
 */
public final class DeadlineProtocol extends Http11NioProtocol {
    private static final long SWEEP_MILLIS = 500;

    private final Map<Processor, Served> served = new ConcurrentHashMap<>();
    private final Map<SocketWrapperBase<NioChannel>, Long> handshakes = new ConcurrentHashMap<>();
    private volatile long limitNanos = Duration.ofSeconds(20).toNanos();
    private @Nullable ScheduledFuture<?> sweeps;

    /** @param since when the connection was last handed to the processor */
    private record Served(SocketWrapperBase<?> connection, long since) {}

    /** @param limit for a whole request; 20 s if this is not called */
    public void setRequestLimit(Duration limit) {
        limitNanos = limit.toNanos();
    }

    @Override
    protected Processor createProcessor() {
        Processor processor = new Remembered();
        return processor;
    }

    @Override
    public void start() throws Exception {
        super.start();
        sweeps = getUtilityExecutor()
                .scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (sweeps != null) {
            sweeps.cancel(false);
            sweeps = null;
        }
        super.stop();
    }

    private void sweep() {
        long now = System.nanoTime();
        served.forEach((processor, request) -> {
            // Negative between two requests: the processor waits for the next one, or serves another connection by now.
            long started = processor.getRequest().getStartTimeNanos();
            if (started >= 0 && now - started > limitNanos) {
                request.connection().close();
            }
            boolean idle = started < 0 && now - request.since() > limitNanos;
            if (idle || request.connection().isClosed()) {
                served.remove(processor, request);
            }
        });
        var connections = getEndpoint().getConnections();
        handshakes.keySet().retainAll(connections);
        for (SocketWrapperBase<NioChannel> connection : connections) {
            NioChannel channel = connection.getSocket();
            if (channel.isHandshakeComplete()) {
                handshakes.remove(connection);
            } else if (now - handshakes.computeIfAbsent(connection, _ -> now) > limitNanos) {
                connection.close();
            }
        }
    }

    private final class Remembered extends Http11Processor {
        Remembered() {
            super(DeadlineProtocol.this, DeadlineProtocol.this.getAdapter());
        }

        @Override
        public SocketState service(SocketWrapperBase<?> connection) throws java.io.IOException {
            served.put(this, new Served(connection, System.nanoTime()));
            return super.service(connection);
        }
    }
}
