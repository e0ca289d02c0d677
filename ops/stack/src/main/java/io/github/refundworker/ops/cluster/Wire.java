package io.github.refundworker.ops.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The network between one worker and one broker: a port that passes every byte on, both ways. While it is cut, no byte
 * arrives and no connection is closed, as where a cable is pulled out. Bytes that were on their way arrive afterwards.
 */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final ServerSocket server;
    private final int broker;
    private boolean cut;

    /** @param broker the port that the broker listens on; it need not listen yet */
    Wire(int broker) throws IOException {
        this.broker = broker;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire-" + broker).start(this::accept);
    }

    /** Where the worker finds the broker. */
    int port() {
        return server.getLocalPort();
    }

    synchronized void cut(boolean now) {
        cut = now;
        notifyAll();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket worker = server.accept();
                Thread.ofVirtual().start(() -> connect(worker));
            }
        } catch (IOException e) {
            // Closed, as the drill ends.
        }
    }

    /** A broker that does not listen ends the worker's connection. */
    private void connect(Socket worker) {
        try (worker) {
            awaitWhole();
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), broker)) {
                peer.setTcpNoDelay(true);
                worker.setTcpNoDelay(true);
                Thread answers = Thread.ofVirtual().start(() -> pass(peer, worker));
                pass(worker, peer);
                answers.join();
            }
        } catch (IOException e) {
            // The worker connects again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends both directions with one, since neither side of Kafka's protocol ends only its own. */
    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWhole();
                out.write(buffer, 0, read);
            }
            awaitWhole();
        } catch (IOException e) {
            // The other end is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
