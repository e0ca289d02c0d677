package io.github.refundworker.ops.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Finds a port in use before anything is started on it. */
public final class PortCheck {

    private PortCheck() {}

    /** @throws PortInUseException naming the first port that is in use and what it was wanted for */
    public static void requireFree(String host, Map<String, Integer> ports) {
        ports.forEach((purpose, port) -> {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
                assert socket.isBound();
            } catch (IOException e) {
                throw new PortInUseException(
                        "port " + port + " (" + purpose + ") is in use: stop what listens there, or"
                                + " choose other ports in a row (ops/demo --port-base N, refundctl drill cluster --first-port N)");
            }
        });
    }
}
