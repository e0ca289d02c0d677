package io.github.refundworker.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the memory of webhook bodies before their signature is checked, because anybody can post them: by the bytes
 * of all bodies together, and by the number of bodies of one address. Only received bytes count, so a sender that
 * announces a body and sends nothing takes no share.
 */
final class UnsignedBodies {
    private static final int CHUNK = 8 * 1024;

    private final int mostBytes;
    private final int mostBytesOfAll;
    private final int mostOfAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int bytes;

    /**
     * @param mostBytes of one body
     * @param mostBytesOfAll that are held at any time
     * @param mostOfAddress bodies that are held for one address at any time
     */
    UnsignedBodies(int mostBytes, int mostBytesOfAll, int mostOfAddress) {
        this.mostBytes = mostBytes;
        this.mostBytesOfAll = mostBytesOfAll;
        this.mostOfAddress = mostOfAddress;
    }

    /** A received body. The caller closes it when the request is answered. */
    final class Body implements AutoCloseable {
        private final String address;
        private int held;
        private byte[] content = {};

        private Body(String address) {
            this.address = address;
        }

        byte[] content() {
            return content;
        }

        private void readFrom(InputStream in) throws IOException, TooLargeException, NoRoomException {
            ByteArrayOutputStream arrived = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                hold(this, read);
                arrived.write(chunk, 0, read);
                if (arrived.size() > mostBytes) {
                    throw new TooLargeException();
                }
            }
            content = arrived.toByteArray();
        }

        @Override
        public void close() {
            release(this);
        }
    }

    /** The body exceeds the size limit. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Other bodies use up the limit. */
    static final class NoRoomException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** @throws IOException if the client sends no more, or its deadline has passed */
    Body read(HttpServletRequest request) throws IOException, TooLargeException, NoRoomException {
        if (request.getContentLengthLong() > mostBytes) {
            throw new TooLargeException();
        }
        Body body = open(request.getRemoteAddr());
        try {
            body.readFrom(request.getInputStream());
            return body;
        } catch (IOException | RuntimeException | TooLargeException | NoRoomException e) {
            body.close();
            throw e;
        }
    }

    private synchronized Body open(String address) throws NoRoomException {
        if (byAddress.getOrDefault(address, 0) >= mostOfAddress) {
            throw new NoRoomException();
        }
        byAddress.merge(address, 1, Integer::sum);
        return new Body(address);
    }

    private synchronized void hold(Body body, int more) throws NoRoomException {
        if (bytes + more > mostBytesOfAll) {
            throw new NoRoomException();
        }
        bytes += more;
        body.held += more;
    }

    private synchronized void release(Body body) {
        bytes -= body.held;
        body.held = 0;
        byAddress.computeIfPresent(body.address, (_, bodies) -> bodies == 1 ? null : bodies - 1);
    }
}
