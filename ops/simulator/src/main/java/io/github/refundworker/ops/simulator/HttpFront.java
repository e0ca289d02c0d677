package io.github.refundworker.ops.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server: reads calls, writes replies, and cuts connections when a reply says so. */
final class HttpFront implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;

    /** @param port 0 for a free one */
    HttpFront(Routes routes, String host, int port) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(16);
        // A call may wait for the disk or be held by a fault, and thousands wait at the same time.
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // An id may hold any printable character, such as / as %2F. The path is split here, before it is decoded.
        http.setUriCompliance(UriCompliance.UNSAFE);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(4096);
        // Longer than any fault holds a call, so that only faults cut a connection.
        connector.setIdleTimeout(Duration.ofHours(1).toMillis());
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new Front(routes)));
        server.setStopTimeout(Duration.ofSeconds(2).toMillis());
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // The process ends anyway, and the ledger is closed in any case.
            System.err.println("Provider simulator: stopping: " + e);
        }
    }

    private static final class Front extends Handler.Abstract {
        private final Routes routes;

        Front(Routes routes) {
            this.routes = routes;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (routes.handle(read(request))) {
                case Reply.Answer answer -> {
                    response.setStatus(answer.status());
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
                    answer.headers().forEach(response.getHeaders()::put);
                    response.write(true, ByteBuffer.wrap(answer.body().getBytes(UTF_8)), callback);
                }
                case Reply.Streamed streamed -> {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                    try (OutputStream out = Response.asBufferedOutputStream(request, response)) {
                        streamed.body().writeTo(out);
                    }
                    callback.succeeded();
                }
                case Reply.Cut cut -> {
                    cut(request.getConnectionMetaData().getConnection().getEndPoint(), cut.reset());
                    callback.succeeded();
                }
            }
            return true;
        }

        private static void cut(EndPoint connection, boolean reset) throws IOException {
            if (reset && connection.getTransport() instanceof SocketChannel socket) {
                // Without linger, close sends RST. The channel is closed first, because the end point would send FIN.
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            }
            connection.close();
        }

        private static Call read(Request request) throws IOException {
            String body;
            try (InputStream in = Content.Source.asInputStream(request)) {
                body = new String(in.readNBytes(MAX_BODY_BYTES), UTF_8);
            }
            return new Call(
                    request.getMethod(),
                    segments(request.getHttpURI().getPath()),
                    Request.extractQueryParameters(request).getValue("cursor"),
                    request.getHeaders().get("Idempotency-Key"),
                    body);
        }

        private static List<String> segments(String path) {
            return Arrays.stream(path.substring(1).split("/", -1))
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                    .toList();
        }
    }
}
