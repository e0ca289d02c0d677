package io.github.refundworker.ops.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** Detects refused connections at once. Kafka's own clients retry a dead address until their time limit. */
public final class Reachability {

    private static final int CONNECT_MILLIS = 2_000;

    private Reachability() {}

    /** @throws BrokerUnreachableException if none of the addresses takes a connection */
    public static void require(String bootstrap) {
        if (!answers(bootstrap)) {
            throw new BrokerUnreachableException("no broker answers at " + bootstrap);
        }
    }

    /** Whether one of the addresses takes a connection. */
    public static boolean answers(String bootstrap) {
        return Arrays.stream(bootstrap.split(",", -1)).map(String::strip).anyMatch(Reachability::accepts);
    }

    private static boolean accepts(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, Math.max(colon, 0));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
