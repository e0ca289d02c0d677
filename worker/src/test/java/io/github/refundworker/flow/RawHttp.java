package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP without the care that a client takes of what it sends. One connection, opened again when the server closed it. */
final class RawHttp implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final URI server;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    record Response(int status, String contentType, String body) {}

    RawHttp(URI server) {
        this.server = server;
    }

    /** @param head the request line and the headers, without the empty line */
    Response send(byte[] head, byte[] body) throws IOException {
        boolean fresh = socket == null;
        try {
            return sendOnce(head, body);
        } catch (EOFException | SocketException e) {
            close();
            if (fresh) {
                throw new IOException("no answer to " + new String(head, ISO_8859_1), e);
            }
            // The server closed the connection after the answer before.
            try {
                return sendOnce(head, body);
            } catch (EOFException | SocketException again) {
                throw new IOException("no answer to " + new String(head, ISO_8859_1), again);
            }
        }
    }

    private Response sendOnce(byte[] head, byte[] body) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(server.getHost(), server.getPort());
            open.setSoTimeout(TIMEOUT_MS);
            open.setTcpNoDelay(true);
            socket = open;
            in = new BufferedInputStream(open.getInputStream());
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head);
        request.writeBytes("\r\n\r\n".getBytes(ISO_8859_1));
        request.writeBytes(body);
        open.getOutputStream().write(request.toByteArray());
        return read();
    }

    private Response read() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/")) {
            // The server could not tell which version was spoken, and so answers as the first one did: with a body.
            String page = first + new String(in.readAllBytes(), ISO_8859_1);
            close();
            return new Response(
                    Integer.parseInt(page.replaceFirst("(?s).*\"status\":([0-9]+).*", "$1")),
                    "application/problem+json",
                    page);
        }
        int status = Integer.parseInt(first.split(" ")[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body;
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            body = chunks();
        } else {
            body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        if ("close".equals(headers.get("connection"))) {
            close();
        }
        return new Response(status, headers.getOrDefault("content-type", ""), new String(body, ISO_8859_1));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 && line.isEmpty()) {
                throw new EOFException();
            }
            if (c < 0) {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }
}
