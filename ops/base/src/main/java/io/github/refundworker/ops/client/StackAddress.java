package io.github.refundworker.ops.client;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the processes of one local stack listen.
 *
 * @param host the host of all of them
 * @param broker the Kafka port
 * @param controller the port of the broker's controller
 * @param simulator the provider simulator's HTTP port
 * @param worker the worker's HTTP port
 * @param management the worker's management port
 * @param console the console's HTTP port
 */
public record StackAddress(
        String host, int broker, int controller, int simulator, int worker, int management, int console) {

    public static final String LOOPBACK = "127.0.0.1";

    private static final int DEFAULT_BROKER = 9092;

    /** The ports that the stack has unless told otherwise. */
    public static StackAddress standard() {
        return new StackAddress(LOOPBACK, DEFAULT_BROKER, 9093, 8090, 8080, 8081, 8082);
    }

    /** Six ports in a row: broker, controller, simulator, worker, management, console. */
    public static StackAddress withPortBase(int base) {
        return fromBase(LOOPBACK, base);
    }

    /**
     * The stack whose broker that is. Of a broker elsewhere the other ports follow as {@link #withPortBase} lays them
     * out.
     *
     * @param bootstrap {@code HOST:PORT}, or several with commas, of which the first counts
     * @throws IllegalArgumentException if it is not of that form
     */
    public static StackAddress ofBroker(String bootstrap) {
        String first = bootstrap.split(",", 2)[0].strip();
        int colon = first.lastIndexOf(':');
        if (colon <= 0 || !first.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("expected HOST:PORT instead of '" + bootstrap + "'");
        }
        String host = first.substring(0, colon);
        int port = Integer.parseInt(first.substring(colon + 1));
        if (port == DEFAULT_BROKER) {
            StackAddress standard = standard();
            return new StackAddress(
                    host,
                    port,
                    standard.controller(),
                    standard.simulator(),
                    standard.worker(),
                    standard.management(),
                    standard.console());
        }
        return fromBase(host, port);
    }

    private static StackAddress fromBase(String host, int base) {
        if (base < 1 || base > 65_530) {
            throw new IllegalArgumentException("a port between 1 and 65530 is needed, not " + base);
        }
        return new StackAddress(host, base, base + 1, base + 2, base + 3, base + 4, base + 5);
    }

    /**
     * Where data and logs of the stack are.
     *
     * @param root the top of the source tree
     */
    public Path directory(Path root) {
        return root.resolve(".local").resolve("stack-" + broker);
    }

    public String bootstrap() {
        return host + ":" + broker;
    }

    public URI simulatorUri() {
        return http(simulator);
    }

    public URI workerUri() {
        return http(worker);
    }

    public URI managementUri() {
        return http(management);
    }

    public URI consoleUri() {
        return http(console);
    }

    private URI http(int port) {
        return URI.create("http://" + host + ":" + port);
    }
}
